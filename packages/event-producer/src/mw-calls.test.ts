import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import recorded from "./mw-calls.cases.json" with { type: "json" };
import { createEventLog, type EventLog } from "./mw.ts";

interface Call {
  readonly name?: string;
  readonly track?: boolean;
  readonly schema?: readonly [string, number, object?];
  readonly args: readonly unknown[];
  readonly session?: string;
  readonly pageview?: string;
  readonly state?: string;
  readonly returned?: boolean;
  readonly sent: readonly object[];
}

const sent: unknown[] = [];
const tokens = { session: "", pageview: "" };
/** As they were when the calls were recorded. */
const config: Readonly<Record<string, unknown>> = {
  wgServerName: "en.wiki.example.org",
  wgMFMode: null,
  wgVersion: "1.46.0-wmf.1",
  wgUserGroups: ["user", "bot"],
  wgArticleId: 7,
  wgUserEditCount: 12,
  wgUserRegistration: 1_700_000_000_000,
};
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
const share = (unit: string | undefined, rate: number) => ({ sample: { unit: unit as "session", rate } });
const platform = (more: object) => ({ producers: { metrics_platform_client: more } });
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
    serverName: "en.wiki.example.org",
    wiki: "enwiki",
    schemas: { Click: "/analytics/legacy/click/1.1.0", Old: 12345 },
    warn: () => undefined,
    streamConfigs: {
      plain: {},
      none: { sample: null },
      session: share("session", 0.5),
      pageview: share("pageview", 0.4),
      over: share("session", 1.5),
      nothing: share("session", 0),
      nounit: share(undefined, 0.5),
      device: share("device", 1),
      moved: platform({ stream_name: "plain" }),
      lost: platform({ stream_name: "missing" }),
      context: {
        ...share("session", 1),
        ...platform({
          provide_values: [
            "page_id",
            "page_wikidata_qid",
            "mediawiki_is_production",
            "performer_session_id",
            "performer_is_bot",
            "performer_edit_count",
            "performer_registration_dt",
            "nonsense",
            "agent_ua_string",
          ],
        }),
      },
      eventlogging_Click: {},
    },
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

/** Without what our client adds, and with the time of the call as it was recorded. */
function comparable(event: unknown): unknown {
  const text = JSON.stringify(event, (name, value: unknown) =>
    name === "id" && isUuid(value) ? undefined : value,
  );
  return JSON.parse(text.replace(/"(dt|client_dt)":"20(?!20)\d\d-[^"]*Z"/g, '"$1":"(now)"'));
}

function isUuid(value: unknown): boolean {
  return typeof value === "string" && /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(value);
}

const calls = recorded.cases as readonly Call[];

test.each(
  calls.map(
    (call) =>
      [
        `${call.name ?? (call.track ? "track" : "Schema")} ${JSON.stringify(call.args)}`.slice(0, 120),
        call,
      ] as const,
  ),
)(
  "as EventLogging: %s",
  async (_, { name, track, schema, args, session, pageview, state, returned, sent: expected }) => {
    tokens.session = session ?? "00000001aaaaaaaaaaaa";
    tokens.pageview = pageview ?? "80000000bbbbbbbbbbbb";
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
