import type { FastifyInstance } from "fastify";
import type { RouteContext } from "../route-context.ts";

/** `/_info`: what this intake is. */
export function info(server: FastifyInstance, { info: about }: RouteContext): void {
  server.get("/_info", () => about);
  server.get("/_info/name", () => ({ name: about.name }));
  server.get("/_info/version", () => ({ version: about.version }));
  server.get("/_info/home", (_request, reply) => reply.redirect(about.homepage, 301));
}
