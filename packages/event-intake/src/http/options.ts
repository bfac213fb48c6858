import type { FastifyInstance } from "fastify";

/** Preflight answers may be remembered so long, in seconds: two hours, which is the most that Chromium takes. */
const preflightSeconds = "7200";

/**
 * Answers OPTIONS at every route that is defined from now on and does not do so itself, with the methods that it has. Source: Express 4, which
 * does so by itself.
 */
export function answerOptions(server: FastifyInstance): void {
  const allowed = new Map<string, string[]>();
  const own = new Set<string>();
  server.addHook("onRoute", ({ url, method }) => {
    const methods = Array.isArray(method) ? method : [method];
    if (methods.includes("OPTIONS") && !allowed.has(url)) own.add(url);
    // The framework adds HEAD to a route later.
    if (methods.includes("OPTIONS") || own.has(url)) return;
    const known = allowed.get(url);
    if (known !== undefined) {
      known.push(...methods.filter((one) => !known.includes(one)));
      return;
    }
    const all = [...methods];
    allowed.set(url, all);
    server.options(url, (_request, reply) => {
      const allow = all.join(",");
      void reply
        .header("allow", allow)
        .header("access-control-max-age", preflightSeconds)
        .type("text/html; charset=utf-8")
        .send(allow);
    });
  });
}
