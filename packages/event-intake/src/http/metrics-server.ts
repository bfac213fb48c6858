import { createServer, type Server } from "node:http";
import type { Metrics } from "../telemetry/metrics.ts";

/** A server for `/metrics` alone, where those who send events need not reach it. */
export function makeMetricsServer(metrics: Metrics): Server {
  const server = createServer((request, response) => {
    const path = request.url?.split("?")[0];
    if (path !== "/metrics" || (request.method !== "GET" && request.method !== "HEAD")) {
      response.writeHead(404).end();
      return;
    }
    metrics.render().then(
      ({ contentType, text }) => response.writeHead(200, { "content-type": contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  server.requestTimeout = 10_000;
  return server;
}
