import type { IncomingMessage, ServerResponse } from "node:http";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { answerFor, emptyAnswer, hastyAnswer } from "../answer.ts";
import { checkBody, parseBody } from "../body.ts";
import { isEventType, sentType } from "../content-type.ts";
import { EventTexts } from "../event-texts.ts";
import { queryValue } from "../query.ts";
import { Refused } from "../refused.ts";
import { originOf, type RouteContext } from "../route-context.ts";

export const eventsUrl = "/v1/events";

/** `/v1/events`: receives events. */
export function events(server: FastifyInstance, context: RouteContext): void {
  const { streams, processor, responder, overload, schemas } = context;
  const isLimited = streams.intake.rateLimit !== undefined;
  function leave(this: ServerResponse): void {
    overload.leave();
  }
  server.route({
    method: "POST",
    url: eventsUrl,
    ...(isLimited && { config: { rateLimit: {} } }),
    onRequest: (request, reply, done) => {
      if (overload.isFullFor(statedLength(request)) || processor.isFull) {
        // Its sender will try again, and finds the schema compiled then.
        if (schemas.isCompiling) peek(request.raw, (text) => schemas.wantAll(text));
        responder.shed(reply, request);
        return;
      }
      // From here on: a body that is being read is a request, too.
      overload.enter();
      reply.raw.once("close", leave);
      done();
    },
    // A body may have arrived after others used up the turn.
    preValidation: (request, reply, done) => {
      const { body } = request;
      if (typeof body === "string" && overload.isLateFor(body.length)) {
        if (schemas.isCompiling) schemas.wantAll(body);
        responder.shed(reply, request);
      } else done();
    },
    handler: (request, reply) => {
      let answered: Promise<void> | undefined;
      try {
        const size = typeof request.body === "string" ? request.body.length : 0;
        answered = overload.work(size, () => receive(request, reply, context));
      } catch (error) {
        answered = Promise.reject(error as Error);
      }
      answered?.catch((error: unknown) => reply.send(error));
    },
  });
}

/** What the sender says, in bytes. */
function statedLength({ headers }: FastifyRequest): number {
  return Number(headers["content-length"] ?? 0);
}

/** The beginning of a body that is not read. */
function peek(request: IncomingMessage, look: (text: string) => void): void {
  request.once("data", (chunk: Buffer) => look(chunk.toString("latin1")));
}

/** @returns undefined if it is answered already */
function receive(
  request: FastifyRequest,
  reply: FastifyReply,
  context: RouteContext,
): Promise<void> | undefined {
  const { limits, processor, responder } = context;
  const text = eventText(request, context);
  const { events: parsed, malformed } = parseBody(text, limits);
  if (parsed.length === 0) {
    responder.sendAnswer(reply, request, emptyAnswer);
    return undefined;
  }
  // While its events wait to be written, the body need not stay.
  (request as { body: unknown }).body = undefined;
  const batch = {
    events: parsed,
    malformed,
    origin: originOf(request, context),
    defaults: { schemaUri: queryValue(request, "schema_uri"), stream: queryValue(request, "stream") },
    raw: textsOf(text),
  };
  // Any text counts, `false` as well. Source: EventGate 1.8.4.
  if (queryValue(request, "hasty")) {
    processor.processHastily(batch);
    responder.sendAnswer(reply, request, hastyAnswer(parsed.length));
    return undefined;
  }
  return processor
    .process(batch)
    .then((outcomes) => responder.sendAnswer(reply, request, answerFor(outcomes)));
}

/**
 * The text of the events; an empty one where the body is of another type, and EventGate would not look at it.
 * @throws Refused where it cannot be read
 */
function eventText({ body, raw }: FastifyRequest, { isCompatible }: RouteContext): string {
  const type = sentType(raw);
  if (!isEventType(type)) {
    if (!isCompatible && body !== undefined && body !== "") throw wrongType(type);
    return "";
  }
  checkBody(body, type, isCompatible);
  return (body as string | undefined) ?? "";
}

function wrongType(type: string | undefined): Refused {
  const taken = "Content-Type must be application/json, text/plain or application/reports+json";
  const given =
    type === undefined || type === "" ? "and the request has none" : `not “${type.slice(0, 100)}”`;
  return new Refused(400, "UnsupportedMediaTypeError", `${taken}, ${given}`);
}

/** The texts of a body's events, looked for when the first is asked for. */
function textsOf(body: string): (index: number) => string {
  let texts: EventTexts | undefined;
  return (index) => (texts ??= new EventTexts(body)).at(index);
}
