import rateLimit from "@fastify/rate-limit";
import fastify, { type FastifyError, type FastifyInstance } from "fastify";
import type { Log } from "../telemetry/log.ts";
import { eventTypes } from "./content-type.ts";
import { notFound } from "./not-found.ts";
import { Overload } from "./overload.ts";
import { Refused, toRefused } from "./refused.ts";
import { commonHeaders, Responder } from "./responder.ts";
import type { RouteContext } from "./route-context.ts";
import { routes } from "./routes/registry.ts";

export interface ServerOptions extends Omit<RouteContext, "responder" | "overload"> {
  readonly log: Log;
}

/** A turn of the event loop may work so long before it refuses what else it brings, in milliseconds. */
const budgetMs = 15;

/** Makes the HTTP server; it does not listen yet. */
export async function makeServer(options: ServerOptions): Promise<FastifyInstance> {
  const { limits, streams, metrics, log, isCompatible, notReady, monotonic } = options;
  const { trustedProxies, rateLimit: rate } = streams.intake;
  const overload = new Overload(budgetMs, limits.concurrentRequests, monotonic);
  const responder = new Responder(metrics, isCompatible, () => notReady() !== undefined);
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
    frameworkErrors: (error, request, reply) => responder.sendProblem(reply, request, toRefused(error)),
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

  const context: RouteContext = { ...options, responder, overload };
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
  return server;
}
