import type { FastifyInstance } from "fastify";
import type { RouteContext } from "../route-context.ts";

/** `/metrics`: for Prometheus, unless they have a port of their own. */
export function metrics(server: FastifyInstance, context: RouteContext): void {
  if (context.streams.intake.metrics !== undefined) return;
  server.get("/metrics", async (_request, reply) => {
    const { contentType, text } = await context.metrics.render();
    return reply.type(contentType).send(text);
  });
}
