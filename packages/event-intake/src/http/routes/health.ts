import type { FastifyInstance } from "fastify";
import type { RouteContext } from "../route-context.ts";

/** `/healthz`: whether the process lives. `/readyz`: whether it takes events. */
export function health(server: FastifyInstance, { processor, notReady }: RouteContext): void {
  server.get("/healthz", () => ({ status: "ok" }));
  server.get("/readyz", async (_request, reply) => {
    const reason = processor.isFull ? "the queue of events to write is full" : await notReady();
    return reason === undefined ? { status: "ok" } : reply.code(503).send({ status: "not ready", reason });
  });
}
