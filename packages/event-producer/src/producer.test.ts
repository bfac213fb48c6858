import type { Toggle } from "@addendum/event-types/analytics/codemirror/toggle/1";
import type { Measurement } from "@addendum/event-types/statistics/measurement/1";
import { measurementUri } from "@addendum/event-types/statistics/measurement/1";
import { toggleUri } from "@addendum/event-types/analytics/codemirror/toggle/1";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { createMetrics } from "./metrics.ts";
import { createProducer } from "./producer.ts";
import { type Sample, sessionInSample } from "./sampling.ts";

interface Request {
  readonly url: string | undefined;
  readonly contentType: string | undefined;
  readonly event: Record<string, unknown> & { readonly meta: Record<string, unknown> };
}

const received: Request[] = [];
/** What is answered to the requests to come; then 201. */
const answers: { status: number; body?: object }[] = [];
const server = createServer((request, response) => {
  let body = "";
  request.on("data", (chunk) => (body += String(chunk)));
  request.on("end", () => {
    for (const event of JSON.parse(body) as Request["event"][]) {
      received.push({ url: request.url, contentType: request.headers["content-type"], event });
    }
    const reply = answers.shift() ?? { status: 201 };
    response.writeHead(reply.status).end(reply.body === undefined ? "" : JSON.stringify(reply.body));
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
  answers.length = 0;
});

interface Streams {
  readonly "codemirror.toggle": Toggle;
}
const streams = { "codemirror.toggle": toggleUri } as const;

test("sets what is a producer’s to set, and nothing else", async () => {
  const producer = createProducer<Streams>({ intake, streams, lingerMs: 0 });
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
  const producer = createProducer<Record<string, object>>({
    intake,
    lingerMs: 0,
    streams: { any: "/any/1.0.0" },
  });
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
  const producer = createProducer<Streams>({ intake, streams, lingerMs: 0 });
  await producer.submit("codemirror.toggle", { enabled: true, editor: "wikitext_2010", wiki: "enwiki" });
  Reflect.deleteProperty(crypto, "randomUUID");
  vi.restoreAllMocks();
  expect(received[0]?.event.meta["id"]).toMatch(
    /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
});

const toggle = { enabled: true, editor: "wikitext_2010", wiki: "enwiki" } as const;

function collecting(more: object = {}) {
  const errors: string[] = [];
  const onError = (error: Error) => {
    errors.push(error.message);
    throw new Error("a listener's own fault");
  };
  return { errors, producer: createProducer<Streams>({ intake, streams, lingerMs: 0, onError, ...more }) };
}

test("tells of what is refused, and never throws", async () => {
  const { errors, producer } = collecting();
  answers.push({ status: 413, body: "too large" as unknown as object });
  await producer.submit("codemirror.toggle", toggle);
  const untyped = producer as unknown as { submit(stream: string, event: object): Promise<void> };
  await untyped.submit("constructor", {});
  const circular: { self?: object } = {};
  circular.self = circular;
  await untyped.submit("codemirror.toggle", circular);
  expect(errors).toEqual([
    expect.stringContaining("the intake answered 413"),
    "“constructor” is not a stream of this producer",
    expect.stringContaining("circular"),
  ]);
  expect(producer.counts).toEqual({ sent: 0, dropped: 3 });
});

test("while you develop, failures are printed as well, with and without a listener", async () => {
  const warn = vi.spyOn(console, "warn").mockReturnValue(undefined);
  const { errors, producer } = collecting({ validate: () => "no" });
  await producer.submit("codemirror.toggle", toggle);
  expect(errors).toEqual(["“codemirror.toggle”: no"]);
  await createProducer<Streams>({ intake, streams, validate: () => "no" }).submit(
    "codemirror.toggle",
    toggle,
  );
  const printed = ["event not sent: “codemirror.toggle”: no"];
  expect(warn.mock.calls).toEqual([printed, printed]);
  vi.restoreAllMocks();
});

test("events that are submitted together travel together", async () => {
  const { producer } = collecting({ lingerMs: 20 });
  await Promise.all([1, 2, 3].map(() => producer.submit("codemirror.toggle", toggle)));
  expect(received).toHaveLength(3);
  expect(producer.counts).toEqual({ sent: 3, dropped: 0 });
});

test("only what was refused is told of", async () => {
  const { errors, producer } = collecting({ lingerMs: 20 });
  // Answered by identifier, whatever the order.
  answers.push({
    status: 207,
    get body() {
      return {
        invalid: [{ event: received[1]?.event, context: { errorsText: "'.wiki' is wrong" } }],
        error: [],
      };
    },
  });
  await Promise.all([1, 2].map(() => producer.submit("codemirror.toggle", toggle)));
  expect(producer.counts).toEqual({ sent: 1, dropped: 1 });
  expect(errors).toEqual(["'.wiki' is wrong"]);
});

test("tries again where the intake cannot take events, and only then", async () => {
  vi.spyOn(Math, "random").mockReturnValue(0);
  const { errors, producer } = collecting();
  answers.push({ status: 503 }, { status: 201 });
  await producer.submit("codemirror.toggle", toggle);
  expect(received.map(({ event }) => event.meta["id"])).toEqual([
    received[0]?.event.meta["id"],
    received[0]?.event.meta["id"],
  ]);
  expect({ errors, counts: producer.counts }).toEqual({ errors: [], counts: { sent: 1, dropped: 0 } });
  vi.restoreAllMocks();
});

/** An answer in which the events that match are entries of `error`. */
function cannotTake(matches: (event: Request["event"]) => boolean) {
  return {
    status: 500,
    get body() {
      const error = received
        .filter(({ event }) => matches(event))
        .map(({ event }) => ({ event, context: { message: "no disk" } }));
      return { invalid: [], error };
    },
  };
}

test("what an intake cannot take is sent again for as long as it takes, and nothing waits for it", async () => {
  vi.spyOn(Math, "random").mockReturnValue(0);
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
  try {
    const { errors, producer } = collecting();
    const isFirst = ({ enabled }: Request["event"]) => enabled === false;
    for (let count = 0; count < 6; count++) answers.push(cannotTake(isFirst));
    const waiting = producer.submit("codemirror.toggle", { ...toggle, enabled: false });
    await vi.advanceTimersByTimeAsync(10);
    await vi.waitFor(() => expect(received).toHaveLength(1));
    const behind = producer.submit("codemirror.toggle", toggle);
    await vi.advanceTimersByTimeAsync(10);
    await behind;
    expect(producer.counts).toEqual({ sent: 1, dropped: 0 });
    for (let count = 0; count < 40 && producer.counts.sent < 2; count++) {
      await vi.advanceTimersByTimeAsync(10_000);
      await new Promise((later) => setImmediate(later));
    }
    await waiting;
    expect({ errors, counts: producer.counts }).toEqual({ errors: [], counts: { sent: 2, dropped: 0 } });
  } finally {
    vi.useRealTimers();
    vi.restoreAllMocks();
  }
});

test.each([400, 413, 422])(
  "one event that cannot be read does not take others with it: %i",
  async (status) => {
    const { errors, producer } = collecting({ lingerMs: 20 });
    const isBad = (event: Request["event"]) => event["wiki"] === "bad";
    const refuseBad = {
      get status() {
        return received.splice(0).some(({ event }) => isBad(event)) ? status : 201;
      },
    };
    for (let count = 0; count < 30; count++) answers.push(refuseBad);
    await Promise.all(
      Array.from({ length: 20 }, (_, number) =>
        producer.submit("codemirror.toggle", { ...toggle, wiki: number === 7 ? "bad" : "enwiki" }),
      ),
    );
    expect(producer.counts).toEqual({ sent: 19, dropped: 1 });
    expect(errors).toEqual([expect.stringContaining(`the intake answered ${status}`)]);
  },
);

test.each([
  ["seconds", () => "120"],
  ["a date", () => new Date(Date.now() + 120_000).toUTCString()],
])("an intake that says when is asked no sooner: %s", async (_, header) => {
  for (const status of [429, 503]) {
    let count = 0;
    const asked = vi.fn(() =>
      Promise.resolve(
        new Response("", { status: count++ === 0 ? status : 201, headers: { "retry-after": header() } }),
      ),
    );
    vi.stubGlobal("fetch", asked);
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
    const { producer } = collecting();
    const sent = producer.submit("codemirror.toggle", toggle);
    await vi.advanceTimersByTimeAsync(110_000);
    expect(asked).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(15_000);
    await sent;
    expect(asked).toHaveBeenCalledTimes(2);
    vi.useRealTimers();
    vi.unstubAllGlobals();
  }
});

test("a request that takes too long, or that took too long, is sent again", async () => {
  vi.spyOn(Math, "random").mockReturnValue(0);
  const { producer } = collecting({ timeoutMs: 50 });
  let count = 0;
  vi.stubGlobal("fetch", (_url: string, { signal }: { signal: AbortSignal }) =>
    count++ === 0
      ? new Promise((__, fail) => signal.addEventListener("abort", () => fail(new Error("aborted"))))
      : Promise.resolve(new Response("", { status: count === 2 ? 408 : 201 })),
  );
  await producer.submit("codemirror.toggle", toggle);
  expect([count, producer.counts]).toEqual([3, { sent: 1, dropped: 0 }]);
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
}, 15_000);

test("what waits has a size, and is sent when it has another", async () => {
  const { errors, producer } = collecting({ intake: "http://127.0.0.1:1/", queueBytes: 5000 });
  for (let count = 0; count < 8; count++)
    void producer.submit("codemirror.toggle", { ...toggle, wiki: "x".repeat(900) });
  await vi.waitFor(() => expect(errors.length).toBeGreaterThan(2));
  const other = collecting({ lingerMs: 3_600_000 });
  for (let count = 0; count < 8; count++)
    void other.producer.submit("codemirror.toggle", { ...toggle, wiki: "x".repeat(9000) });
  await vi.waitFor(() => expect(received.length).toBeGreaterThan(5));
});

test("closing sends what waits, and ends", async () => {
  const { errors, producer } = collecting({ lingerMs: 3_600_000 });
  void producer.submit("codemirror.toggle", toggle);
  await producer.close();
  expect(received).toHaveLength(1);
  await producer.submit("codemirror.toggle", toggle);
  const away = collecting({ intake: "http://127.0.0.1:1/", lingerMs: 3_600_000 });
  void away.producer.submit("codemirror.toggle", toggle);
  await away.producer.close();
  expect([errors, away.errors]).toEqual([["the producer was closed"], ["the producer was closed"]]);
  expect(away.producer.counts).toEqual({ sent: 0, dropped: 1 });
});

test("a schema that declares nothing of it gets nothing of it", async () => {
  const producer = createProducer<{ closed: { $schema: "/closed/1.0.0"; a: number } }>({
    intake,
    lingerMs: 0,
    streams: { closed: { schema: "/closed/1.0.0", sets: ["meta.stream"] } },
  });
  await producer.submit("closed", { a: 1 });
  expect(received[0]?.event).toEqual({ $schema: "/closed/1.0.0", a: 1, meta: { stream: "closed" } });
});

test("a session's token may be given", async () => {
  const sample = { unit: "session", rate: 0.5 } as const;
  const counts: number[] = [];
  for (const sessionToken of ["00000001aaaaaaaaaaaa", () => "ffffffffaaaaaaaaaaaa"]) {
    received.length = 0;
    const options = {
      intake,
      lingerMs: 0,
      sessionToken,
      streams: { "codemirror.toggle": { schema: toggleUri, sample } },
    };
    await createProducer<Streams>(options).submit("codemirror.toggle", toggle);
    counts.push(received.length);
  }
  expect(counts).toEqual([1, 0]);
});

test("while the intake is away the newest events wait, and no more than may", async () => {
  const { errors, producer } = collecting({ intake: "http://127.0.0.1:1/", queueLimit: 5 });
  for (let count = 0; count < 8; count++) void producer.submit("codemirror.toggle", toggle);
  await new Promise((later) => setTimeout(later, 50));
  expect(errors).toEqual([
    "too many events are queued",
    "too many events are queued",
    "too many events are queued",
  ]);
  expect(producer.counts).toEqual({ sent: 0, dropped: 3 });
});

test("sessions that are not in the sample send nothing, and the rate is recorded where there is a place", async () => {
  for (const [rate, count] of [
    [1e-9, 0],
    [1, 1],
  ] as const) {
    received.length = 0;
    const sample = { unit: "session", rate, isRecorded: true } as const;
    const options = { intake, lingerMs: 0, streams: { "codemirror.toggle": { schema: toggleUri, sample } } };
    await createProducer<Streams>(options).submit("codemirror.toggle", toggle);
    expect(received).toHaveLength(count);
    if (count === 1) expect(received[0]?.event["sample"]).toEqual({ unit: "session", rate: 1 });
  }
});

test("judges events in development", async () => {
  const errors: string[] = [];
  const producer = createProducer<Streams>({
    intake,
    streams,
    lingerMs: 0,
    onError: (error) => errors.push(error.message),
    validate: () => "it is not valid",
  });
  await producer.submit("codemirror.toggle", { enabled: true, editor: "wikitext_2010", wiki: "enwiki" });
  expect(errors).toEqual(["“codemirror.toggle”: it is not valid"]);
  expect(received).toEqual([]);
});

/** Never run: the compiler judges it. */
export function mistakes(): void {
  const producer = createProducer<Streams>({ intake, streams, lingerMs: 0 });
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
  const sampled = (sample: Sample) => ({ "codemirror.toggle": { schema: toggleUri, sample } }) as const;
  // @ts-expect-error a sample of nothing
  createProducer<Streams>({ intake, streams: sampled({ rate: 0.1 }) });
  // @ts-expect-error a rate where one in so many is asked for
  sessionInSample(0.15);
  const measured = createProducer<Streams & { readonly measurements: Measurement }>({
    intake,
    streams: { ...streams, measurements: measurementUri },
  });
  createMetrics(measured, "measurements").increment("a.b");
  // @ts-expect-error no such stream
  createMetrics(measured, "measurement");
  // @ts-expect-error another schema's URI
  createProducer<Streams>({ intake, streams: { "codemirror.toggle": "/analytics/other/1.0.0" } });
}
