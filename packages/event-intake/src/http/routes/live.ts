import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { findStream, parseSchemaUri } from "@addendum/streams";
import { foreignOrigin, foreignRequest, TokenAccess } from "../../live/access.ts";
import { brokenExampleOf, exampleOf } from "../../live/example-events.ts";
import { parsePosition } from "../../live/feed.ts";
import { SchemaExcerpts } from "../../live/schema-excerpt.ts";
import { notFound } from "../not-found.ts";
import { queryValue } from "../query.ts";
import type { RouteContext } from "../route-context.ts";

/** `/live/`: events as they arrive, for people. Not defined unless it is enabled. */
export function live(server: FastifyInstance, context: RouteContext): void {
  const { live: view, store, streams, monotonic } = context;
  if (view === undefined) return;
  const { page, token, titles, typesPackage } = view.options;
  const access = token === undefined ? undefined : new TokenAccess(token, monotonic);
  const excerpts = new SchemaExcerpts();

  const signIn = (reply: FastifyReply, problem = "") =>
    reply.code(401).headers(page.headers).type("text/html; charset=utf-8").send(page.signIn(problem));
  const guard = (request: FastifyRequest, reply: FastifyReply, next: () => void): void => {
    const problem = access === undefined ? foreignRequest(request.headers) : foreignOrigin(request.headers);
    if (problem !== undefined) void refuse(reply, 403, problem);
    else if (access?.isKnown(request.headers) === false) void refuse(reply, 401, "sign in at /live/ first");
    else next();
  };

  server.get("/live", async (request, reply) => {
    const problem = access === undefined ? foreignRequest(request.headers) : undefined;
    if (problem !== undefined) return refuse(reply, 403, problem);
    if (!/^\/live\/(?:\?|$)/i.test(request.url)) return reply.redirect("/live/");
    if (access?.isKnown(request.headers) === false) return signIn(reply);
    const text = await page.page();
    return reply.headers(page.headers).type("text/html; charset=utf-8").send(text);
  });
  server.get("/live/assets/:name", (request, reply) => {
    const asset = page.asset((request.params as { readonly name: string }).name);
    return asset === undefined ? notFound(request, reply) : reply.headers(asset.headers).send(asset.body);
  });
  server.post("/live/sign-in", (request, reply) => {
    const problem = foreignOrigin(request.headers);
    if (problem !== undefined) return refuse(reply, 403, problem);
    const body = typeof request.body === "string" ? request.body : "";
    const answer = access?.check(new URLSearchParams(body).get("token") ?? "");
    if (answer === "too-many") return signIn(reply, "Too many attempts. Wait a minute, then try again.");
    if (answer === false) return signIn(reply, "That is not the token.");
    if (access !== undefined) reply.header("set-cookie", access.cookie(request.protocol === "https"));
    return reply.redirect("/live/", 303);
  });
  server.get("/live/events", { onRequest: guard, exposeHeadRoute: false }, (request, reply) => {
    if (view.isFull) return refuse(reply, 503, "too many viewers are connected");
    const given = request.headers["last-event-id"];
    const after = typeof given === "string" ? given : queryValue(request, "after");
    reply.hijack();
    view.show(reply.raw, parsePosition(after));
    return reply;
  });
  server.get("/live/schema", { onRequest: guard }, (request, reply) => {
    const named = parseSchemaUri(queryValue(request, "uri"));
    const source = named && store.source(named.title, named.version);
    if (source === undefined) return refuse(reply, 404, "there is no such version");
    return send(reply, excerpts.at(source, queryValue(request, "pointer") ?? ""));
  });
  server.get("/live/choices", { onRequest: guard }, (_request, reply) => {
    const named = [...streams.streams].flatMap(([stream, { title }]) =>
      title === undefined ? [] : [{ stream, title }],
    );
    const all = streams.isClosed
      ? []
      : titles().map((title) => ({ stream: title.replaceAll("/", "."), title }));
    const known = new Set(named.map(({ title }) => title));
    const choices = [...named, ...all.filter(({ title }) => !known.has(title))];
    return send(reply, { typesPackage, choices });
  });
  server.get("/live/example", { onRequest: guard }, (request, reply) => {
    const [title, stream] = [queryValue(request, "title") ?? "", queryValue(request, "stream") ?? ""];
    // It becomes a path on disk.
    const version = parseSchemaUri(`/${title}/latest`) && store.newest(title);
    if (version === undefined) return refuse(reply, 404, `“${title.slice(0, 255)}” has no version`);
    if (findStream(streams, stream) === undefined) return refuse(reply, 404, "there is no such stream");
    try {
      const schema = store.get(`/${title}/${version}`, monotonic());
      if (queryValue(request, "kind") !== "broken") {
        return send(reply, { event: exampleOf(schema, stream), what: "" });
      }
      const broken = brokenExampleOf(schema, stream);
      return broken === undefined
        ? refuse(reply, 404, "no invalid example was found: the schema accepts every event that was tried")
        : send(reply, broken);
    } catch (error) {
      return refuse(reply, 404, (error as Error).message);
    }
  });
}

function send(reply: FastifyReply, data: object): FastifyReply {
  return reply.headers(dataHeaders).type("application/json; charset=utf-8").send(JSON.stringify(data));
}

function refuse(reply: FastifyReply, status: number, detail: string): FastifyReply {
  return send(reply.code(status), { status, detail });
}

const dataHeaders = { "cache-control": "no-store", "x-content-type-options": "nosniff" };
