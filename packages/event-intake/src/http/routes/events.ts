import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { answerFor, emptyAnswer, hastyAnswer } from "../answer.ts";
import { parseBody } from "../body.ts";
import { isEventType, isForeign } from "../content-type.ts";
import { decompress } from "../decompress.ts";
import { EventTexts } from "../event-texts.ts";
import { queryValue } from "../query.ts";
import { Refused } from "../refused.ts";
import { originOf, type RouteContext } from "../route-context.ts";

/** `/v1/events`: receives events. */
export function events(server: FastifyInstance, context: RouteContext): void {
  const { limits, streams, processor, responder, overload } = context;
  const isLimited = streams.intake.rateLimit !== undefined;
  server.route({
    method: "POST",
    url: "/v1/events",
    ...(isLimited && { config: { rateLimit: {} } }),
    onRequest: (request, reply, done) => {
      if (overload.isFull || processor.isFull) responder.shed(reply, request);
      else done();
    },
    preParsing: (request, _reply, payload, done) => {
      const encoding = request.headers["content-encoding"];
      if (encoding === undefined || encoding === "identity") done(null, payload);
      else decompress(encoding, payload, limits.bodyBytes, done);
    },
    // A body may have arrived after others used up the turn.
    preValidation: (request, reply, done) => {
      if (overload.isLate) responder.shed(reply, request);
      else done();
    },
    handler: (request, reply) => {
      overload.enter();
      let answered: Promise<void> | undefined;
      try {
        answered = receive(request, reply, context);
      } catch (error) {
        answered = Promise.reject(error as Error);
      }
      (answered ?? Promise.resolve())
        .catch((error: unknown) => reply.send(error))
        .finally(() => overload.leave());
    },
  });
  server.options("/v1/events", (_request, reply) => {
    void reply.header("allow", "POST").code(200).send();
  });
}

/** @returns undefined where it is answered already */
function receive(
  request: FastifyRequest,
  reply: FastifyReply,
  context: RouteContext,
): Promise<void> | undefined {
  const { limits, processor, responder } = context;
  const type = request.headers["content-type"];
  if (type !== undefined && isForeign(type)) {
    throw new Refused(400, "UnsupportedMediaTypeError", "a body is in UTF-8", true);
  }
  const text = isEventType(type) ? ((request.body as string | undefined) ?? "") : "";
  const parsed = parseBody(text, limits);
  if (parsed.length === 0) {
    responder.sendAnswer(reply, emptyAnswer);
    return undefined;
  }
  // While its events wait to be written, the body need not stay.
  (request as { body: unknown }).body = undefined;
  const batch = {
    events: parsed,
    origin: originOf(request, context),
    defaults: { schemaUri: queryValue(request, "schema_uri"), stream: queryValue(request, "stream") },
    raw: textsOf(text),
  };
  // Any text counts, `false` as well. Source: EventGate 1.8.4.
  if (queryValue(request, "hasty")) {
    processor.processHastily(batch);
    responder.sendAnswer(reply, hastyAnswer(parsed.length));
    return undefined;
  }
  return processor.process(batch).then((outcomes) => responder.sendAnswer(reply, answerFor(outcomes)));
}

/** The texts of a body's events, looked for when the first is asked for. */
function textsOf(body: string): (index: number) => string {
  let texts: EventTexts | undefined;
  return (index) => (texts ??= new EventTexts(body)).at(index);
}
