import type { Toggle } from "@addendum/event-types/analytics/codemirror/toggle/1";
import { toggleUri } from "@addendum/event-types/analytics/codemirror/toggle/1";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { createProducer } from "./producer.ts";

interface Request {
  readonly url: string | undefined;
  readonly contentType: string | undefined;
  readonly event: Record<string, unknown> & { readonly meta: Record<string, unknown> };
}

const received: Request[] = [];
let status = 201;
const server = createServer((request, response) => {
  let body = "";
  request.on("data", (chunk) => (body += String(chunk)));
  request.on("end", () => {
    received.push({
      url: request.url,
      contentType: request.headers["content-type"],
      event: JSON.parse(body),
    });
    response.writeHead(status).end(status === 201 ? "" : "refused");
  });
});
let intake = "";

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  intake = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/events`;
});
afterAll(() => server.close());
beforeEach(() => {
  received.length = 0;
  status = 201;
});

interface Streams {
  readonly "codemirror.toggle": Toggle;
}
const streams = { "codemirror.toggle": toggleUri } as const;

test("sets what is a producer’s to set, and nothing else", async () => {
  const producer = createProducer<Streams>({ intake, streams });
  const before = new Date().toISOString();
  await producer.submit("codemirror.toggle", {
    enabled: true,
    editor: "wikitext_2010",
    wiki: "enwiki",
    meta: { domain: "en.wiki.example.org" },
  });
  const [request] = received as [Request];
  expect(request).toMatchObject({ url: "/v1/events", contentType: "text/plain;charset=UTF-8" });
  const { dt, meta, ...rest } = request.event;
  expect(rest).toEqual({ $schema: toggleUri, enabled: true, editor: "wikitext_2010", wiki: "enwiki" });
  expect(String(dt) >= before && String(dt) <= new Date().toISOString()).toBe(true);
  expect(meta).toEqual({
    domain: "en.wiki.example.org",
    stream: "codemirror.toggle",
    id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
  });
});

test("overwrites a time of the event, and leaves the time of receipt out, whoever gives them", async () => {
  const producer = createProducer<Record<string, object>>({ intake, streams: { any: "/any/1.0.0" } });
  await producer.submit("any", {
    dt: "2020-01-01T00:00:00Z",
    meta: { dt: "2020-01-01T00:00:00Z", id: "x" },
  } as object);
  const event = received[0]?.event;
  expect(event?.["dt"]).not.toBe("2020-01-01T00:00:00Z");
  expect(Object.keys(event?.meta ?? {}).sort()).toEqual(["id", "stream"]);
  expect(event?.meta["id"]).not.toBe("x");
});

test("makes identifiers where the page was not loaded securely", async () => {
  vi.spyOn(crypto, "randomUUID").mockImplementation(undefined as never);
  Object.defineProperty(crypto, "randomUUID", { value: undefined, configurable: true });
  const producer = createProducer<Streams>({ intake, streams });
  await producer.submit("codemirror.toggle", { enabled: true, editor: "wikitext_2010", wiki: "enwiki" });
  Reflect.deleteProperty(crypto, "randomUUID");
  vi.restoreAllMocks();
  expect(received[0]?.event.meta["id"]).toMatch(
    /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
});

test("tells of what is refused, and never throws", async () => {
  const errors: string[] = [];
  const onError = (error: Error) => errors.push(error.message);
  const event = { enabled: true, editor: "wikitext_2010", wiki: "enwiki" } as const;
  status = 400;
  await createProducer<Streams>({ intake, streams, onError }).submit("codemirror.toggle", event);
  await createProducer<Streams>({ intake: "http://127.0.0.1:1/", streams, onError }).submit(
    "codemirror.toggle",
    event,
  );
  const untyped = createProducer<Record<string, object>>({ intake, streams, onError });
  await untyped.submit("constructor", {});
  expect(errors).toEqual([
    "the intake answered 400: refused",
    expect.stringContaining("fetch failed"),
    "“constructor” is no stream of this producer",
  ]);
});

test("judges events in development", async () => {
  const errors: string[] = [];
  const producer = createProducer<Streams>({
    intake,
    streams,
    onError: (error) => errors.push(error.message),
    validate: () => "it is not valid",
  });
  await producer.submit("codemirror.toggle", { enabled: true, editor: "wikitext_2010", wiki: "enwiki" });
  expect(errors).toEqual(["“codemirror.toggle”: it is not valid"]);
  expect(received).toEqual([]);
});

/** Never run: the compiler judges it. */
export function mistakes(): void {
  const producer = createProducer<Streams>({ intake, streams });
  const event = { enabled: true, editor: "wikitext_2010", wiki: "enwiki" } as const;
  // @ts-expect-error a misspelt field
  void producer.submit("codemirror.toggle", { ...event, triger: "preference" });
  // @ts-expect-error a required field left out
  void producer.submit("codemirror.toggle", { enabled: true, wiki: "enwiki" });
  // @ts-expect-error an unknown option
  void producer.submit("codemirror.toggle", { ...event, editor: "emacs" });
  // @ts-expect-error what the producer sets
  void producer.submit("codemirror.toggle", { ...event, dt: "2026-01-01T00:00:00Z" });
  // @ts-expect-error the time of receipt
  void producer.submit("codemirror.toggle", { ...event, meta: { dt: "2026-01-01T00:00:00Z" } });
  // @ts-expect-error no such stream
  void producer.submit("codemirror.togle", event);
  // @ts-expect-error another schema's URI
  createProducer<Streams>({ intake, streams: { "codemirror.toggle": "/analytics/other/1.0.0" } });
}
