import type { FastifyInstance } from "fastify";
import { answerFor } from "../answer.ts";
import { originOf, type RouteContext } from "../route-context.ts";

/** `/v1/_test/events`: submits the configured test events. */
export function testEvents(server: FastifyInstance, context: RouteContext): void {
  const { processor, responder } = context;
  const configured = context.streams.intake.testEvents;
  if (configured.length === 0) return;
  server.get("/v1/_test/events", async (request, reply) => {
    const outcomes = await processor.process({
      events: structuredClone(configured) as unknown[],
      origin: originOf(request, context),
      malformed: undefined,
      defaults: { schemaUri: undefined, stream: undefined },
      raw: (index) => JSON.stringify(configured[index]),
    });
    responder.sendAnswer(reply, request, answerFor(outcomes));
    return reply;
  });
}
