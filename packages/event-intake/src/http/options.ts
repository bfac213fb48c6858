import type { FastifyInstance } from "fastify";

/** Preflight answers may be remembered so long, in seconds: two hours, which is the most that Chromium takes. */
const preflightSeconds = "7200";

/**
 * Answers OPTIONS at every route that is defined from now on, with the methods that it has. Source: Express 4, which
 * does so by itself.
 */
export function answerOptions(server: FastifyInstance): void {
  const allowed = new Map<string, string[]>();
  server.addHook("onRoute", ({ url, method }) => {
    const methods = (Array.isArray(method) ? method : [method]).filter((one) => one !== "OPTIONS");
    if (methods.length === 0) return;
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
