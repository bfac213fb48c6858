import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { foreignRequest } from "../../live/access.ts";
import { queryValue } from "../query.ts";
import { Refused } from "../refused.ts";
import type { RouteContext } from "../route-context.ts";

/** `/v1/_dev/…`: the events that a development intake received, for integration tests. Not defined otherwise. */
export function dev(server: FastifyInstance, { recent }: RouteContext): void {
  if (recent === undefined) return;
  // A page of another site must not read what was sent, nor reset it.
  const onRequest = (request: FastifyRequest, _reply: FastifyReply, next: (error?: Error) => void): void => {
    const problem = foreignRequest(request.headers);
    next(problem === undefined ? undefined : new Refused(403, "ForbiddenError", problem));
  };
  server.get("/v1/_dev/events", { onRequest }, (request) => {
    const status = queryValue(request, "status");
    if (status !== undefined && status !== "valid" && status !== "invalid") {
      throw new Refused(400, "BadRequestError", "status is valid or invalid");
    }
    const { valid, invalid } = recent.counts;
    return { events: recent.find(queryValue(request, "stream"), status), counts: { valid, invalid } };
  });
  server.get("/v1/_dev/counts", { onRequest }, () => recent.counts);
  server.post("/v1/_dev/reset", { onRequest }, (_request, reply) => {
    recent.reset();
    return reply.code(200).send({ status: "ok" });
  });
}
