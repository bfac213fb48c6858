import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { notFound } from "../not-found.ts";
import type { RouteContext } from "../route-context.ts";
import type { SiteHandler } from "../site-handler.ts";

/** Requests that no other route answers: the registry's pages and files, if they are served. */
export function site(server: FastifyInstance, { site: handler }: RouteContext): void {
  if (handler === undefined) return;
  server.route({
    method: ["GET", "HEAD", "POST", "PUT", "DELETE"],
    url: "/*",
    handler: (request, reply) => answerSite(handler, request, reply),
  });
}

/** Answers a request from the site, past the framework: its headers are the intake's. */
export async function answerSite(
  handler: SiteHandler,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const [path = "/", query = ""] = request.url.split(/\?(.*)/s);
  const answer = await handler.answer({
    method: request.method,
    path,
    query,
    known: request.headers["if-none-match"],
    body: typeof request.body === "string" ? request.body : "",
  });
  if (answer === undefined) return notFound(request, reply);
  const { status, headers, body } = answer;
  reply.hijack();
  reply.raw.writeHead(status, {
    ...headers,
    ...(status !== 304 && { "content-length": Buffer.byteLength(body) }),
  });
  reply.raw.end(request.method === "HEAD" ? undefined : body);
  return reply;
}
