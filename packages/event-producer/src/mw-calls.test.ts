import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { calls, comparable, config, settings, showCall, tokens as usual } from "../test/mw-calls.ts";
import { createEventLog, type EventLog } from "./mw.ts";

const sent: unknown[] = [];
const tokens = { session: "", pageview: "" };
const listeners: (readonly [string, (topic: string, data: unknown) => void])[] = [];
const mw = {
  config: { get: (name: string) => config[name] ?? null },
  user: {
    sessionId: () => tokens.session,
    getPageviewToken: () => tokens.pageview,
    generateRandomSessionId: () => "cccccccccccccccccccc",
    isAnon: () => false,
    getId: () => 5,
    getName: () => "Anna",
  },
  track(topic: string, data: unknown) {
    for (const [prefix, listener] of listeners) if (topic.startsWith(prefix)) listener(topic, data);
  },
  trackSubscribe: (prefix: string, listener: (topic: string, data: unknown) => void) =>
    listeners.push([prefix, listener]),
};
let log: EventLog & Record<string, (...args: unknown[]) => unknown>;
const flushes: (() => void)[] = [];

beforeAll(() => {
  vi.stubGlobal("mw", mw);
  vi.stubGlobal("navigator", {
    userAgent: "Browser/1",
    sendBeacon(url: string | URL, body?: string) {
      if (body === undefined) sent.push({ beacon: String(url) });
      else sent.push(...(JSON.parse(body) as unknown[]));
      return true;
    },
  });
  vi.stubGlobal("addEventListener", (type: string, listener: () => void) => {
    if (type === "pagehide") flushes.push(listener);
  });
  log = createEventLog({
    serviceUri: "http://127.0.0.1/v1/events",
    baseUri: "http://127.0.0.1/beacon/event",
    ...settings,
    warn: () => undefined,
  }) as typeof log;
});
afterAll(() => {
  vi.unstubAllGlobals();
});
beforeEach(() => {
  sent.length = 0;
});

function materialize(value: unknown): unknown {
  if (value === "(cyclic)") {
    const cyclic: Record<string, unknown> = { $schema: "/a/1.0.0" };
    cyclic["self"] = cyclic;
    return cyclic;
  }
  return JSON.parse(JSON.stringify(value).replace("(3000 times x)", "x".repeat(3000)));
}

test.each(calls.map((call) => [showCall(call), call] as const))(
  "as EventLogging: %s",
  async (_, { name, track, schema, args, session, pageview, state, returned, sent: expected }) => {
    tokens.session = session ?? usual.session;
    tokens.pageview = pageview ?? usual.pageview;
    const given = args.map(materialize);
    let result: unknown;
    if (track) mw.track(given[0] as string, given[1]);
    else if (schema !== undefined) new log.Schema(...schema).log(given[0] as object, given[1] as number);
    else result = log[name as string]?.(...given);
    for (const flush of flushes) flush();
    if (returned !== undefined) expect(result).toBe(returned);
    if (state === "resolved")
      expect(comparable(await (result as Promise<object>))).toMatchObject({ event: expect.anything() });
    if (state === "rejected") await expect(result).rejects.toThrow("Url exceeds maximum length");
    expect(sent.map(comparable)).toEqual(expected);
  },
);

test("its identifiers are those of EventLogging", () => {
  const { id } = log;
  expect(id.generateId()).toBe("cccccccccccccccccccc");
  expect(id.getSessionId()).toBe(id.getSessionId());
  expect(id.normalizeId("80000000")).toBeCloseTo(0.5);
  id.resetPageviewId();
  id.resetSessionId();
  expect(id.getPageviewId()).toHaveLength(20);
});

test("where there is jQuery, logEvent returns its promise", () => {
  const resolveWith = vi.fn();
  vi.stubGlobal("$", { Deferred: () => ({ resolveWith, rejectWith: vi.fn(), promise: () => "a promise" }) });
  expect(log.logEvent("Click", { a: 1 })).toBe("a promise");
  const [context, [event]] = resolveWith.mock.calls[0] as [object, [Record<string, unknown>]];
  expect(context).toBe(event);
  expect(event).toMatchObject({ schema: "Click", meta: { stream: "eventlogging_Click" } });
});
