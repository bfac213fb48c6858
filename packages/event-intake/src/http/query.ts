import type { FastifyRequest } from "fastify";

/** A value of a request's query; the first of several. */
export function queryValue(request: FastifyRequest, name: string): string | undefined {
  const value = (request.query as Readonly<Record<string, string | string[] | undefined>>)[name];
  return Array.isArray(value) ? value[0] : value;
}
