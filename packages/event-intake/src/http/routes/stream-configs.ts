import { streamConfigs, streamsLimit } from "@addendum/streams";
import type { FastifyInstance } from "fastify";
import { queryValue } from "../query.ts";
import { Refused } from "../refused.ts";
import type { RouteContext } from "../route-context.ts";

/** `/v1/stream-configs`: the configured streams, as MediaWiki's API shows them. */
export function streamConfigurations(server: FastifyInstance, { streams }: RouteContext): void {
  for (const url of ["/v1/stream-configs", "/v1/stream-configs/:streams"]) {
    server.get(url, (request, reply) => {
      const { streams: named } = request.params as { readonly streams?: string };
      const names = (named ?? queryValue(request, "streams"))?.split(/[,|]/).filter((name) => name !== "");
      if (names !== undefined && names.length > streamsLimit) {
        throw new Refused(
          400,
          "TooManyStreamsError",
          `at most ${streamsLimit} streams can be requested at once`,
        );
      }
      const constraints = queryValue(request, "constraints")?.split("|");
      void reply.header("cache-control", "public, max-age=600");
      return streamConfigs(streams, { streams: names, constraints });
    });
  }
}
