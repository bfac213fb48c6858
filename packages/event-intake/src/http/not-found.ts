import type { FastifyReply, FastifyRequest } from "fastify";

/** Answers requests without a route. */
export function notFound(_request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return reply
    .code(404)
    .type("text/html; charset=utf-8")
    .send(
      "<!DOCTYPE html>\n<html lang=en>\n<title>Not found</title>\n<p>Events are sent with POST to /v1/events.\n",
    );
}
