import type { FastifyInstance } from "fastify";
import type { RouteContext } from "../route-context.ts";

/** `/_info`: what this intake is. Source: EventGate 1.8.4, `routes/info.js`. */
export function info(server: FastifyInstance, { info: about }: RouteContext): void {
  const { name, version, description, homepage } = about;
  server.get("/_info", () => ({ name, version, description, home: homepage }));
  server.get("/_info/name", () => ({ name }));
  server.get("/_info/version", () => ({ version }));
  server.route({
    method: ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"],
    url: "/_info/home",
    handler: (_request, reply) =>
      reply
        .code(301)
        .header("location", homepage)
        .type("text/plain; charset=utf-8")
        .send(`Moved Permanently. Redirecting to ${homepage}`),
  });
}
