import rateLimit from "@fastify/rate-limit";
import fastify, { type FastifyError, type FastifyInstance } from "fastify";
import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { Log } from "../telemetry/log.ts";
import { ByteBudget } from "./byte-budget.ts";
import { checkBody, parseText } from "./body.ts";
import { eventTypes, hideUnreadableType, isEventType, sentType } from "./content-type.ts";
import { CrossOrigin } from "./cross-origin.ts";
import { Inflating } from "./decompress.ts";
import { answerOptions } from "./options.ts";
import { malformedAnswer } from "./malformed-http.ts";
import { notFound } from "./not-found.ts";
import { Overload } from "./overload.ts";
import { type BodyReading, readBody } from "./read-body.ts";
import { Refused, toRefused } from "./refused.ts";
import { Responder } from "./responder.ts";
import type { RouteContext } from "./route-context.ts";
import { eventsUrl } from "./routes/events.ts";
import { routes } from "./routes/registry.ts";
import { UnreadAnswers } from "./unread-answers.ts";

export interface ServerOptions extends Omit<RouteContext, "responder" | "overload"> {
  readonly log: Log;
}

/** The server, and what is going on in it. */
export interface RunningServer {
  readonly server: FastifyInstance;
  readonly overload: Overload;
}

/** A turn of the event loop may work so long before it refuses what else it brings, in milliseconds. */
const budgetMs = 15;

/** So long a sender of something that is not HTTP may read its answer, in milliseconds. */
const malformedMs = 500;

/** Makes the HTTP server; it does not listen yet. */
export async function makeServer(options: ServerOptions): Promise<RunningServer> {
  const { limits, streams, metrics, log, isCompatible, isClosing, monotonic, schemas } = options;
  const { trustedProxies, rateLimit: rate, allowedOrigins } = streams.intake;
  const overload = new Overload(budgetMs, limits.concurrentRequests, monotonic, schemas.compiledMs);
  const crossOrigin = new CrossOrigin(allowedOrigins ?? []);
  const unread = new UnreadAnswers(limits.requestSeconds * 1000, monotonic);
  const responder = new Responder({ metrics, crossOrigin, unread, isCompatible, isClosing });
  const server = fastify({
    logger: false,
    // Ours alone decides, see readBody.
    bodyLimit: Number.MAX_SAFE_INTEGER,
    requestTimeout: limits.requestSeconds * 1000,
    connectionTimeout: 0,
    keepAliveTimeout: 72_000,
    forceCloseConnections: "idle",
    return503OnClosing: true,
    exposeHeadRoutes: true,
    routerOptions: { caseSensitive: false, ignoreTrailingSlash: true, ignoreDuplicateSlashes: true },
    trustProxy: trustedProxies === undefined ? false : [...trustedProxies],
    http: {
      headersTimeout: Math.min(limits.requestSeconds, 15) * 1000,
      connectionsCheckingInterval: 2000,
      maxHeaderSize: 32 * 1024,
      // Node's own answer to such a request could not be read by pages of other origins.
      requireHostHeader: false,
    },
    clientErrorHandler(error: NodeJS.ErrnoException, socket: Socket) {
      if (!socket.writable || error.code === "ECONNRESET") {
        socket.destroy();
        return;
      }
      metrics.countRefused("MalformedRequestError");
      socket.end(malformedAnswer(error.code));
      // Not at once: what is unread would take the answer with it.
      setTimeout(() => socket.destroy(), malformedMs).unref();
    },
    frameworkErrors: (error, request, reply) => responder.sendProblem(reply, request, toRefused(error)),
  });
  server.server.maxConnections = limits.connections;

  server.addHook("onRequest", (request, _reply, done) => {
    hideUnreadableType(request.raw);
    done(
      withoutHost(request.raw)
        ? new Refused(400, "BadRequestError", "the request has no Host header")
        : undefined,
    );
  });
  server.addHook("onSend", (request, reply, payload, done) => {
    // No page of another origin needs to read how much there is of everything, or what others sent.
    const { url } = request.routeOptions;
    if (url === "/metrics" || url?.startsWith("/v1/_dev/") === true || url?.startsWith("/live") === true) {
      done(null, payload);
      return;
    }
    const head = crossOrigin.headFor(request.headers);
    for (let at = 0; at < head.length; at += 2) reply.header(head[at] as string, head[at + 1]);
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
  const reading: BodyReading = {
    limit: limits.bodyBytes,
    budget: new ByteBudget(limits.receivingBytes),
    inflating: new Inflating(),
  };
  const one = (value: number) => [{ labels: {}, value }];
  metrics.addGauge("addendum_requests_in_progress", "Requests that are being read or answered.", [], () =>
    one(overload.count),
  );
  metrics.addGauge(
    "addendum_receiving_bytes",
    "What the large bodies hold that are being received.",
    [],
    () => one(reading.budget.used),
  );
  metrics.addGauge(
    "addendum_unread_answers_bytes",
    "What the large answers hold that are not read yet.",
    [],
    () => one(unread.bytes),
  );
  server.removeAllContentTypeParsers();
  for (const type of [...eventTypes, "*"]) {
    server.addContentTypeParser(type, (_request: unknown, payload: IncomingMessage, done: BodyDone) => {
      // The framework closes the connection of a body with an error, so the route answers that, too.
      readBody(payload, reading, (error, text) => done(null, error ?? text));
    });
  }

  // EventGate reads the body of each request, whatever the route does with it.
  if (isCompatible) {
    server.addHook("preValidation", ({ body, raw, routeOptions }, _reply, done) => {
      const type = sentType(raw);
      if (routeOptions.url !== eventsUrl && isEventType(type)) {
        checkBody(body, type, isCompatible);
        if (typeof body === "string" && body !== "") parseText(body);
      }
      done();
    });
  }

  const context: RouteContext = { ...options, responder, overload };
  answerOptions(server);
  for (const define of routes) define(server, context);
  server.setNotFoundHandler(notFound);

  server.setErrorHandler((error: FastifyError | Refused, request, reply) => {
    const refused = toRefused(error);
    // A fault of the intake is in no answer, so it is logged.
    if (refused.status === 500) log.warn(`a request failed: ${error.stack ?? error.message}`);
    responder.sendProblem(reply, request, refused);
  });

  server.addHook("onResponse", (request, reply, done) => {
    const path = request.routeOptions.url ?? "unknown";
    metrics.observeRequest(path, request.method, reply.statusCode, reply.elapsedTime / 1000);
    done();
  });
  return { server, overload };
}

/** Source: RFC 9112 §3.2; HTTP/1.0 has no such header. */
function withoutHost({ headers, httpVersion }: IncomingMessage): boolean {
  return headers.host === undefined && httpVersion !== "1.0";
}

type BodyDone = (error: Error | null, body?: unknown) => void;
