import type { FastifyInstance } from "fastify";
import { queryValue } from "../query.ts";
import { Refused } from "../refused.ts";
import type { RouteContext } from "../route-context.ts";

/** `/v1/_dev/…`: what an intake for development has seen, for integration tests. Nothing of it elsewhere. */
export function dev(server: FastifyInstance, { recent }: RouteContext): void {
  if (recent === undefined) return;
  server.get("/v1/_dev/events", (request) => {
    const status = queryValue(request, "status");
    if (status !== undefined && status !== "valid" && status !== "invalid") {
      throw new Refused(400, "BadRequestError", "status is valid or invalid");
    }
    const { valid, invalid } = recent.counts;
    return { events: recent.find(queryValue(request, "stream"), status), counts: { valid, invalid } };
  });
  server.get("/v1/_dev/counts", () => recent.counts);
  server.post("/v1/_dev/reset", (_request, reply) => {
    recent.reset();
    return reply.code(200).send({ status: "ok" });
  });
}
