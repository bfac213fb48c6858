import { type IntakeLimits, streamConfigs, type StreamsConfiguration, streamsLimit } from "@addendum/streams";
import rateLimit from "@fastify/rate-limit";
import fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from "fastify";
import { type Answer, answerFor, emptyAnswer, hastyAnswer } from "./answer.ts";
import { parseBody, Refused } from "./body.ts";
import { eventTypes, isEventType, isForeign } from "./content-type.ts";
import { decompress } from "./decompress.ts";
import type { EventProcessor } from "../event-processor.ts";
import type { Flavour } from "../judge/event-schema.ts";
import { EventTexts } from "./event-texts.ts";
import type { Log } from "../telemetry/log.ts";
import type { Metrics } from "../telemetry/metrics.ts";
import { openApi } from "./open-api.ts";
import { Origin } from "../judge/origin.ts";
import { Overload } from "./overload.ts";

export interface ServerOptions {
  readonly flavour: Flavour;
  readonly limits: IntakeLimits;
  readonly streams: StreamsConfiguration;
  readonly processor: EventProcessor;
  readonly metrics: Metrics;
  readonly log: Log;
  /** What `/_info` says. */
  readonly info: {
    readonly name: string;
    readonly version: string;
    readonly description: string;
    readonly homepage: string;
  };
  /** undefined where it can serve; else the reason why not. */
  readonly notReady: () => string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Milliseconds that only grow. */
  readonly monotonic: () => number;
}

/** On every answer. Source: EventGate 1.8.4. */
const commonHeaders = {
  "access-control-allow-origin": "*",
  "access-control-allow-headers": "accept, x-requested-with, content-type",
  "access-control-allow-methods": "post",
  "access-control-expose-headers": "etag",
  "x-content-type-options": "nosniff",
  "x-frame-options": "SAMEORIGIN",
  "content-security-policy": "default-src 'self'; object-src 'none'; frame-ancestors 'self'",
};

const commonHead = Object.entries(commonHeaders).flat();

/** A turn of the event loop may work so long before it refuses what else it brings, in milliseconds. */
const budgetMs = 15;

/** Makes the HTTP server; it does not listen yet. */
export async function makeServer(options: ServerOptions): Promise<FastifyInstance> {
  const { flavour, limits, streams, processor, metrics, log, info, now, monotonic } = options;
  const isCompatible = flavour === "eventgate-1.8";
  const { trustedProxies, rateLimit: rate } = streams.intake;
  const overload = new Overload(budgetMs, limits.concurrentRequests, monotonic);
  const server = fastify({
    logger: false,
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestSeconds * 1000,
    connectionTimeout: 0,
    keepAliveTimeout: 72_000,
    forceCloseConnections: "idle",
    return503OnClosing: true,
    exposeHeadRoutes: false,
    trustProxy: trustedProxies === undefined ? false : [...trustedProxies],
    http: {
      headersTimeout: Math.min(limits.requestSeconds, 15) * 1000,
      connectionsCheckingInterval: 2000,
      maxHeaderSize: 32 * 1024,
    },
    frameworkErrors: (error, request, reply) => sendProblem(reply, request, toRefused(error)),
  });
  server.server.maxConnections = limits.connections;

  server.addHook("onSend", (_request, reply, payload, done) => {
    reply.headers(commonHeaders);
    done(null, payload);
  });

  if (rate !== undefined) {
    await server.register(rateLimit, {
      global: false,
      max: rate.requests,
      timeWindow: rate.seconds * 1000,
      errorResponseBuilder: () =>
        new Refused(429, "TooManyRequestsError", "too many requests from this address"),
    });
  }

  // Bodies are parsed by the route itself: what it answers depends on more than the body.
  server.removeAllContentTypeParsers();
  for (const type of [...eventTypes, "*"]) {
    server.addContentTypeParser(type, { parseAs: "string" }, (_request, body, done) => done(null, body));
  }

  /** Past the framework, whose way of sending costs a fifth of what a single event does. */
  function sendAnswer(reply: FastifyReply, { status, reason, body }: Answer): void {
    const text = body === undefined ? "" : JSON.stringify(body);
    const head = [...commonHead, "content-length", String(Buffer.byteLength(text))];
    if (body !== undefined) head.push("content-type", "application/json; charset=utf-8");
    if (options.notReady() !== undefined) head.push("connection", "close");
    reply.hijack();
    reply.raw.writeHead(status, reason, head);
    reply.raw.end(text);
  }

  function sendProblem(reply: FastifyReply, request: FastifyRequest, refused: Refused): void {
    const { status, title, isEventGates } = refused;
    metrics.countRefused(title);
    const code = isCompatible && isEventGates ? 500 : status;
    if (status === 429 || status === 503) reply.header("retry-after", "1");
    void reply
      .code(code)
      .type("application/json; charset=utf-8")
      .send(problemText(refused, code, request));
  }

  /** As cheaply as can be: whoever is refused must not cost those who are accepted their time. */
  function shed(request: FastifyRequest, reply: FastifyReply): void {
    const { status, title } = overloaded;
    metrics.countRefused(title);
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

  function originOf(request: FastifyRequest): Origin {
    return new Origin(request.headers, now(), monotonic(), request.socket);
  }

  function receive(request: FastifyRequest, reply: FastifyReply): Promise<void> | undefined {
    const query = request.query as Readonly<Record<string, string | string[] | undefined>>;
    const type = request.headers["content-type"];
    if (type !== undefined && isForeign(type)) {
      throw new Refused(400, "UnsupportedMediaTypeError", "a body is in UTF-8", true);
    }
    const text = isEventType(type) ? ((request.body as string | undefined) ?? "") : "";
    const events = parseBody(text, limits);
    if (events.length === 0) {
      sendAnswer(reply, emptyAnswer);
      return undefined;
    }
    // While its events wait to be written, the body need not stay.
    (request as { body: unknown }).body = undefined;
    const raw = textsOf(text);
    const defaults = { schemaUri: first(query["schema_uri"]), stream: first(query["stream"]) };
    const batch = { events, origin: originOf(request), defaults, raw };
    // Any text counts, `false` as well. Source: EventGate 1.8.4.
    if (first(query["hasty"])) {
      processor.processHastily(batch);
      sendAnswer(reply, hastyAnswer(events.length));
      return undefined;
    }
    return processor.process(batch).then((outcomes) => sendAnswer(reply, answerFor(outcomes)));
  }

  server.route({
    method: "POST",
    url: "/v1/events",
    ...(rate !== undefined && { config: { rateLimit: {} } }),
    onRequest: (request, reply, done) => {
      if (overload.isFull || processor.isFull) shed(request, reply);
      else done();
    },
    preParsing: (request, _reply, payload, done) => {
      const encoding = request.headers["content-encoding"];
      if (encoding === undefined || encoding === "identity") done(null, payload);
      else decompress(encoding, payload, limits.bodyBytes, done);
    },
    // A body may have arrived after others used up the turn.
    preValidation: (request, reply, done) => {
      if (overload.isLate) shed(request, reply);
      else done();
    },
    handler: (request, reply) => {
      overload.enter();
      let answered: Promise<void> | undefined;
      try {
        answered = receive(request, reply);
      } catch (error) {
        answered = Promise.reject(error as Error);
      }
      (answered ?? Promise.resolve())
        .catch((error: unknown) => reply.send(error))
        .finally(() => overload.leave());
    },
  });

  server.get("/v1/_test/events", async (request, reply) => {
    const { testEvents } = streams.intake;
    if (testEvents.length === 0) return notFound(request, reply);
    const events = structuredClone(testEvents) as unknown[];
    const raw = (index: number) => JSON.stringify(testEvents[index]);
    const defaults = { schemaUri: undefined, stream: undefined };
    const outcomes = await processor.process({ events, origin: originOf(request), defaults, raw });
    sendAnswer(reply, answerFor(outcomes));
    return reply;
  });

  server.options("/v1/events", (_request, reply) => {
    void reply.header("allow", "POST").code(200).send();
  });
  server.get("/_info", () => info);
  server.get("/_info/name", () => ({ name: info.name }));
  server.get("/_info/version", () => ({ version: info.version }));
  server.get("/_info/home", (_request, reply) => reply.redirect(info.homepage, 301));
  server.get("/robots.txt", (_request, reply) =>
    reply.type("text/plain; charset=utf-8").send("User-agent: *\nDisallow: /\n"),
  );
  server.get("/healthz", () => ({ status: "ok" }));
  server.get("/readyz", (_request, reply) => {
    const reason = processor.isFull ? "more waits to be written than may" : options.notReady();
    return reason === undefined ? { status: "ok" } : reply.code(503).send({ status: "not ready", reason });
  });
  server.get("/metrics", async (_request, reply) => {
    const { contentType, text } = await metrics.render();
    return reply.type(contentType).send(text);
  });
  server.get("/", (request, reply) => {
    const query = request.query as Record<string, unknown>;
    if ("spec" in query) return openApi(info, limits, isCompatible);
    return notFound(request, reply);
  });
  for (const url of ["/v1/stream-configs", "/v1/stream-configs/:streams"]) {
    server.get(url, (request, reply) => {
      const { streams: named } = request.params as { readonly streams?: string };
      const query = request.query as Readonly<Record<string, string | string[] | undefined>>;
      const names = (named ?? first(query["streams"]))?.split(/[,|]/).filter((name) => name !== "");
      if (names !== undefined && names.length > streamsLimit) {
        throw new Refused(400, "TooManyStreamsError", `at most ${streamsLimit} streams are answered at once`);
      }
      const constraints = first(query["constraints"])?.split("|");
      void reply.header("cache-control", "public, max-age=600");
      return streamConfigs(streams, { streams: names, constraints });
    });
  }

  function notFound(_request: FastifyRequest, reply: FastifyReply): FastifyReply {
    return reply
      .code(404)
      .type("text/html; charset=utf-8")
      .send(
        "<!DOCTYPE html>\n<html lang=en>\n<title>Not found</title>\n<p>Events are sent with POST to /v1/events.\n",
      );
  }
  server.setNotFoundHandler(notFound);

  server.setErrorHandler((error: FastifyError | Refused, request, reply) => {
    const refused = toRefused(error);
    // What is no fault of the request's has to be seen by somebody.
    if (refused.status === 500) log.warn(`a request failed: ${error.stack ?? error.message}`);
    sendProblem(reply, request, refused);
  });

  server.addHook("onResponse", (request, reply, done) => {
    const path = request.routeOptions.url ?? "unknown";
    metrics.observeRequest(path, request.method, reply.statusCode, reply.elapsedTime / 1000);
    done();
  });
  return server;
}

/** The texts of a body's events, looked for when the first is asked for. */
function textsOf(body: string): (index: number) => string {
  let texts: EventTexts | undefined;
  return (index) => (texts ??= new EventTexts(body)).at(index);
}

const overloaded = new Refused(
  503,
  "OverloadedError",
  "more arrives than can be taken; send it again a little later",
);

/** Why a request was refused, as EventGate words its problems. */
function problemText({ title, message }: Refused, status: number, { method, url }: FastifyRequest): string {
  return JSON.stringify({ status, type: problemTypes[status], title, detail: message, method, uri: url });
}

const problemTypes: Readonly<Record<number, string>> = {
  400: "bad_request",
  413: "too_large",
  429: "overloaded",
  500: "internal_error",
  503: "overloaded",
};

/** What a framework's error is to the sender. Its own words may tell of this machine. */
function toRefused(error: FastifyError | Refused): Refused {
  if (error instanceof Refused) return error;
  const { statusCode = 500, code } = error;
  if (statusCode === 413) return new Refused(413, "PayloadTooLargeError", "request entity too large", true);
  if (statusCode === 429)
    return new Refused(429, "TooManyRequestsError", "too many requests from this address");
  if (statusCode === 503) return new Refused(503, "OverloadedError", "it is closing");
  if (statusCode >= 400 && statusCode < 500) {
    return new Refused(400, "BadRequestError", `the request cannot be read (${code ?? "unknown"})`, true);
  }
  return new Refused(500, "Error", "this is a fault of the intake, and is in its log");
}

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
