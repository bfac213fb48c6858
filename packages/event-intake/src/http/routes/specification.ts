import type { FastifyInstance } from "fastify";
import { notFound } from "../not-found.ts";
import { openApi } from "../open-api.ts";
import type { RouteContext } from "../route-context.ts";

/** `/?spec`: what the intake offers, as OpenAPI. */
export function specification(server: FastifyInstance, { info, limits, isCompatible }: RouteContext): void {
  server.get("/", (request, reply) => {
    if ("spec" in (request.query as object)) return openApi(info, limits, isCompatible);
    return notFound(request, reply);
  });
}
