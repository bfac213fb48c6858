import type { FastifyReply, FastifyRequest } from "fastify";
import type { Metrics } from "../telemetry/metrics.ts";
import type { Answer } from "./answer.ts";
import type { CrossOrigin } from "./cross-origin.ts";
import { problemText, Refused } from "./refused.ts";
import type { UnreadAnswers } from "./unread-answers.ts";

const overloaded = new Refused(503, "OverloadedError", "the intake is overloaded; try again later");

export interface ResponderOptions {
  readonly metrics: Metrics;
  readonly crossOrigin: CrossOrigin;
  readonly unread: UnreadAnswers;
  /** Whether malformed requests are a 500, as with EventGate. */
  readonly isCompatible: boolean;
  readonly isClosing: () => boolean;
}

/** Sends answers about events, and problems of requests. */
export class Responder {
  private readonly options: ResponderOptions;

  constructor(options: ResponderOptions) {
    this.options = options;
  }

  /** Past the framework, whose way of sending costs a fifth of what a single event does. */
  sendAnswer(reply: FastifyReply, request: FastifyRequest, { status, reason, body }: Answer): void {
    const { crossOrigin, unread, isClosing } = this.options;
    const text = body === undefined ? "" : JSON.stringify(body);
    const length = Buffer.byteLength(text);
    const head = [...crossOrigin.headFor(request.headers), "content-length", String(length)];
    if (body !== undefined) head.push("content-type", "application/json; charset=utf-8");
    if (isClosing()) head.push("connection", "close");
    reply.hijack();
    reply.raw.writeHead(status, reason, head);
    reply.raw.end(text);
    unread.watch(reply.raw, length);
  }

  sendProblem(reply: FastifyReply, request: FastifyRequest, refused: Refused): void {
    const { metrics, isCompatible } = this.options;
    const { status, title, eventGateTitle } = refused;
    metrics.countRefused(title);
    const isAsEventGate = isCompatible && eventGateTitle !== undefined;
    const shown = isAsEventGate ? { status: 500, title: eventGateTitle } : { status, title };
    if (status === 429 || status === 503) reply.header("retry-after", "1");
    void reply
      .code(shown.status)
      .type("application/json; charset=utf-8")
      .send(problemText(refused, shown, request));
  }

  /** Refuses a request for overload, as cheaply as can be: it must not cost those who are accepted their time. */
  shed(reply: FastifyReply, request: FastifyRequest): void {
    const { metrics, crossOrigin } = this.options;
    const { status, title } = overloaded;
    metrics.countRefused(title);
    const text = problemText(overloaded, overloaded, request);
    reply.hijack();
    const own = {
      "content-type": "application/json; charset=utf-8",
      "content-length": String(Buffer.byteLength(text)),
      "retry-after": "1",
    };
    reply.raw.writeHead(status, [...crossOrigin.headFor(request.headers), ...Object.entries(own).flat()]);
    reply.raw.end(text);
  }
}
