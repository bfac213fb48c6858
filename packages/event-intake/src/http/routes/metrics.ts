import type { FastifyInstance } from "fastify";
import type { RouteContext } from "../route-context.ts";

/** `/metrics`: for Prometheus. */
export function metrics(server: FastifyInstance, context: RouteContext): void {
  server.get("/metrics", async (_request, reply) => {
    const { contentType, text } = await context.metrics.render();
    return reply.type(contentType).send(text);
  });
}
