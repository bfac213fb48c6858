import type { FastifyReply, FastifyRequest } from "fastify";
import type { Metrics } from "../telemetry/metrics.ts";
import type { Answer } from "./answer.ts";
import { problemText, Refused } from "./refused.ts";

/** On every answer. Source: EventGate 1.8.4. */
export const commonHeaders = {
  "access-control-allow-origin": "*",
  "access-control-allow-headers": "accept, x-requested-with, content-type",
  "access-control-allow-methods": "post",
  "access-control-expose-headers": "etag",
  "x-content-type-options": "nosniff",
  "x-frame-options": "SAMEORIGIN",
  "content-security-policy": "default-src 'self'; object-src 'none'; frame-ancestors 'self'",
};

const commonHead = Object.entries(commonHeaders).flat();

const overloaded = new Refused(
  503,
  "OverloadedError",
  "more arrives than can be taken; send it again a little later",
);

/** Sends answers about events, and problems of requests. */
export class Responder {
  private readonly metrics: Metrics;
  private readonly isCompatible: boolean;
  private readonly isClosing: () => boolean;

  /** @param isCompatible whether malformed requests are a 500, as with EventGate */
  constructor(metrics: Metrics, isCompatible: boolean, isClosing: () => boolean) {
    this.metrics = metrics;
    this.isCompatible = isCompatible;
    this.isClosing = isClosing;
  }

  /** Past the framework, whose way of sending costs a fifth of what a single event does. */
  sendAnswer(reply: FastifyReply, { status, reason, body }: Answer): void {
    const text = body === undefined ? "" : JSON.stringify(body);
    const head = [...commonHead, "content-length", String(Buffer.byteLength(text))];
    if (body !== undefined) head.push("content-type", "application/json; charset=utf-8");
    if (this.isClosing()) head.push("connection", "close");
    reply.hijack();
    reply.raw.writeHead(status, reason, head);
    reply.raw.end(text);
  }

  sendProblem(reply: FastifyReply, request: FastifyRequest, refused: Refused): void {
    const { status, title, isEventGates } = refused;
    this.metrics.countRefused(title);
    const code = this.isCompatible && isEventGates ? 500 : status;
    if (status === 429 || status === 503) reply.header("retry-after", "1");
    void reply
      .code(code)
      .type("application/json; charset=utf-8")
      .send(problemText(refused, code, request));
  }

  /** Refuses a request for overload, as cheaply as can be: it must not cost those who are accepted their time. */
  shed(reply: FastifyReply, request: FastifyRequest): void {
    const { status, title } = overloaded;
    this.metrics.countRefused(title);
    const text = problemText(overloaded, status, request);
    reply.hijack();
    const own = {
      "content-type": "application/json; charset=utf-8",
      "content-length": String(Buffer.byteLength(text)),
      "retry-after": "1",
    };
    reply.raw.writeHead(status, [...commonHead, ...Object.entries(own).flat()]);
    reply.raw.end(text);
  }
}
