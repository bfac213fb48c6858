import type { FastifyInstance } from "fastify";

/** `/robots.txt`: there is nothing to index. */
export function robots(server: FastifyInstance): void {
  server.get("/robots.txt", (_request, reply) =>
    reply.type("text/plain; charset=utf-8").send("User-agent: *\nDisallow: /\n"),
  );
}
