import type { FastifyInstance } from "fastify";
import { notFound } from "../not-found.ts";
import { openApi } from "../open-api.ts";
import type { RouteContext } from "../route-context.ts";
import { answerSite } from "./site.ts";

/** `/?spec`: what the intake offers, as OpenAPI. */
export function specification(server: FastifyInstance, context: RouteContext): void {
  const { info, limits, isCompatible, site } = context;
  server.get("/", (request, reply) => {
    if ("spec" in (request.query as object)) return openApi(info, limits, isCompatible);
    // EventGate shows its own documentation there.
    if (site === undefined || "doc" in (request.query as object)) return notFound(request, reply);
    return answerSite(site, request, reply);
  });
}
