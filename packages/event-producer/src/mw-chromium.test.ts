import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Random } from "../../event-intake/test/random.ts";
import { hasChromium, launchChromium, whyNoChromium } from "../test/chromium.ts";
import { type Call, calls, comparable, config, settings, showCall, tokens } from "../test/mw-calls.ts";
import { bundleEventLogging, hasEventLogging, whyNoEventLogging } from "../test/real-event-logging.ts";

/** What one call came to. */
interface Result {
  readonly state?: string;
  readonly returned?: boolean;
  readonly threw?: boolean;
  /** What `mw.track` was told besides, by its topic. */
  readonly tracked: readonly string[];
  readonly sent: readonly unknown[];
}

/** The stand-ins for MediaWiki in the page. */
interface Window {
  mw: Record<string, unknown>;
  tokens: { session: string; pageview: string };
  /** Requests that the browser took, so far. */
  handed: number;
  tracked: string[];
  navigator: Navigator;
  dispatchEvent(event: Event): boolean;
  fetch: typeof fetch;
  $: unknown;
  eventLogOptions: object;
}
declare const window: Window;

/** Runs in the page, before the client. */
function standIns({ values, options }: { values: Record<string, unknown>; options: object }): void {
  const listeners: [string, (topic: string, data: unknown) => void][] = [];
  const cookies: Record<string, string> = {};
  window.tokens = { session: "", pageview: "" };
  window.handed = 0;
  window.tracked = [];
  window.eventLogOptions = options;
  window.mw = {
    config: {
      get: (name: string, fallback: unknown = null) => (name in values ? values[name] : fallback),
      set: (name: string, value: unknown) => void (values[name] = value),
    },
    user: {
      options: { get: () => 0 },
      sessionId: () => window.tokens.session,
      getPageviewToken: () => window.tokens.pageview,
      generateRandomSessionId: () => "cccccccccccccccccccc",
      isAnon: () => false,
      getId: () => 5,
      getName: () => "Anna",
    },
    cookie: {
      get: (name: string) => cookies[name] ?? null,
      set(name: string, value: string | null) {
        if (value === null) delete cookies[name];
        else cookies[name] = value;
      },
    },
    track(topic: string, data: unknown) {
      window.tracked.push(topic);
      for (const [prefix, listener] of listeners) if (topic.startsWith(prefix)) listener(topic, data);
    },
    trackSubscribe: (prefix: string, listener: (topic: string, data: unknown) => void) =>
      void listeners.push([prefix, listener]),
    requestIdleCallback: (callback: () => void) => callback(),
    format: (...parts: string[]) => parts.join(" "),
    log: { warn: () => undefined },
  };
  const deferred = () => {
    const promise = { state: "pending" };
    return {
      resolveWith: () => void (promise.state = "resolved"),
      rejectWith: () => void (promise.state = "rejected"),
      promise: () => promise,
    };
  };
  window.$ = Object.assign((target: EventTarget) => ({ one: target.addEventListener.bind(target) }), {
    Deferred: deferred,
    extend: (_isDeep: boolean, _target: object, source: object) => structuredClone(source),
  });
  const sendBeacon = window.navigator.sendBeacon.bind(window.navigator);
  window.navigator.sendBeacon = (url, body) => {
    const isTaken = sendBeacon(url, body);
    if (isTaken) window.handed++;
    return isTaken;
  };
  const { fetch } = window;
  window.fetch = (...request) => {
    window.handed++;
    return fetch(...request);
  };
}

/** Runs in the page: one call, and all that it sends. */
function runCall(call: Call): Omit<Result, "sent"> & { handed: number } {
  const materialize = (value: unknown): unknown => {
    if (value === "(cyclic)") {
      const cyclic: Record<string, unknown> = { $schema: "/a/1.0.0" };
      cyclic["self"] = cyclic;
      return cyclic;
    }
    if (value === undefined) return undefined;
    return JSON.parse(JSON.stringify(value).replace("(3000 times x)", "x".repeat(3000)));
  };
  window.tokens = {
    session: call.session ?? window.tokens.session,
    pageview: call.pageview ?? window.tokens.pageview,
  };
  window.tracked = [];
  const args = call.args.map(materialize);
  const log = window.mw["eventLog"] as Record<string, (...given: unknown[]) => unknown> & {
    Schema: new (...given: unknown[]) => { log(...given: unknown[]): void };
  };
  let result: unknown;
  let threw = false;
  try {
    if (call.track) (window.mw["track"] as (...given: unknown[]) => void)(...args);
    else if (call.schema !== undefined) new log.Schema(...call.schema).log(...args);
    else result = log[call.name as string]?.(...args);
  } catch {
    threw = true;
  }
  window.dispatchEvent(new Event("pagehide"));
  window.dispatchEvent(new Event("pageshow"));
  const { state } = (result ?? {}) as { state?: string };
  return {
    ...(state !== undefined && { state }),
    ...(typeof result === "boolean" && { returned: result }),
    ...(threw && { threw }),
    tracked: window.tracked,
    handed: window.handed,
  };
}

let browser: Browser;
let server: Server;
let address: string;
let received: { url: string; body: string }[] = [];
beforeAll(async () => {
  if (!hasChromium) return;
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => (body += String(chunk)));
    request.on("end", () => {
      if (request.method === "POST") received.push({ url: request.url ?? "", body });
      response.writeHead(request.method === "POST" ? 201 : 200, { "content-type": "text/html" });
      response.end("<!doctype html>");
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  server?.close();
});

async function bundleOurs(): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: `import { createEventLog } from "./mw.ts";
        window.mw.eventLog = createEventLog({ ...window.eventLogOptions, warn() {} });`,
      resolveDir: join(import.meta.dirname),
    },
    bundle: true,
    format: "iife",
    write: false,
    define: { __DEVELOPMENT__: "false" },
  });
  return outputFiles[0]?.text ?? "";
}

const bundleTheirs = () =>
  bundleEventLogging({
    serviceUri: `${address}/v1/events`,
    baseUrl: `${address}/beacon/event`,
    queueLingerSeconds: 30,
    schemasInfo: settings.schemas,
    streamConfigs: settings.streamConfigs,
  });

/** A page in which `mw.eventLog` is a client's. */
class ClientPage {
  private readonly page: Page;
  private handed = 0;

  private constructor(page: Page) {
    this.page = page;
  }

  static async open(script: string): Promise<ClientPage> {
    const context = await browser.newContext({ userAgent: "Browser/1" });
    const page = await context.newPage();
    await page.goto(address);
    const options = { ...settings, serviceUri: `${address}/v1/events`, baseUri: `${address}/beacon/event` };
    await page.evaluate(standIns, { values: config as Record<string, unknown>, options });
    await page.addScriptTag({ content: script });
    return new ClientPage(page);
  }

  async call(call: Call): Promise<Result> {
    received = [];
    const { handed, ...result } = await this.page.evaluate(runCall, {
      ...call,
      session: call.session ?? tokens.session,
      pageview: call.pageview ?? tokens.pageview,
    });
    const expected = handed - this.handed;
    this.handed = handed;
    for (let attempt = 0; attempt < 200 && received.length < expected; attempt++) {
      await new Promise((later) => setTimeout(later, 10));
    }
    return { ...result, sent: received.flatMap(eventsIn).map(comparable) };
  }

  close(): Promise<void> {
    return this.page.context().close();
  }
}

/** As the calls were recorded: without the port. */
function eventsIn({ url, body }: { url: string; body: string }): unknown[] {
  if (!url.startsWith("/v1/events")) return [{ beacon: `http://127.0.0.1${url}` }];
  const sent = JSON.parse(body) as unknown;
  return Array.isArray(sent) ? sent : [sent];
}

/** Calls that nobody recorded. Not with names that every object has: the original takes `toString` for configured. */
function randomCall(random: Random): Call {
  const streams = [...Object.keys(settings.streamConfigs), "missing", ""];
  const token = () =>
    random.pick(["00000000", "3fffffff", "66666665", "66666667", "7fffffff", "ffffffff"]).padEnd(20, "0");
  const event = () => ({
    ...(random.chance(0.9) && { $schema: random.pick(["/a/1.0.0", "/b/2.0.0", ""]) }),
    ...(random.chance(0.3) && {
      meta: random.pick([{}, { stream: "s" }, { id: "mine" }, { dt: "x", domain: "d" }]),
    }),
    ...(random.chance(0.2) && { dt: "2019-01-01T00:00:00Z" }),
    ...(random.chance(0.2) && { client_dt: "2019-01-01T00:00:00Z" }),
    ...(random.chance(0.5) && { x: random.pick([1, null, "ä😀", [], { y: [{}] }, true, "x".repeat(500)]) }),
  });
  const common = { session: token(), pageview: token(), sent: [] };
  const data = () => ({ a: random.pick([1, "ä", null, "x".repeat(random.below(1500))]) });
  switch (random.below(7)) {
    case 0:
    case 1:
      return { ...common, name: "submit", args: [random.pick(streams), event()] };
    case 2:
      return {
        ...common,
        name: "submitInteraction",
        args: [
          random.pick(streams),
          "/b/1.0.0",
          random.pick(["click", "", "view"]),
          ...(random.chance(0.7) ? [event()] : []),
        ],
      };
    case 3:
      return {
        ...common,
        name: "logEvent",
        args: [random.pick(["Click", "Old", "Unknown"]), data()],
      };
    case 4:
      return {
        ...common,
        track: true,
        args: [`event.${random.pick(["click", "Click", "old", "other"])}`, data()],
      };
    case 5:
      return {
        ...common,
        schema: ["Click", random.pick([0, 0.25, 0.5, 1, 2]), random.pick([{}, { d: 1 }])],
        args: random.chance(0.5) ? [data()] : [data(), random.pick([0, 0.5, 1])],
      };
    default:
      return {
        ...common,
        name: random.pick(["sessionInSample", "pageviewInSample"]),
        args: [random.pick([0, 1, 2, 3, 100, 0.5])],
      };
  }
}

describe.skipIf(!hasChromium)(`mw.eventLog in Chromium${whyNoChromium}`, () => {
  test("sends what EventLogging sent when it was recorded", async () => {
    const ours = await ClientPage.open(await bundleOurs());
    for (const call of calls) {
      const { sent, state, returned } = await ours.call(call);
      expect({ sent, state, returned }, showCall(call)).toEqual({
        sent: call.sent,
        state: call.state,
        returned: call.returned,
      });
    }
    await ours.close();
  });

  describe.skipIf(!hasEventLogging)(`beside EventLogging itself${whyNoEventLogging}`, () => {
    test("the recorded calls are what it sends", async () => {
      const theirs = await ClientPage.open(await bundleTheirs());
      for (const call of calls) {
        const { sent, state, returned } = await theirs.call(call);
        expect({ sent, state, returned }, showCall(call)).toEqual({
          sent: call.sent,
          state: call.state,
          returned: call.returned,
        });
      }
      await theirs.close();
    });

    test("ours does the same for random calls", { timeout: 120_000 }, async () => {
      const seed = Number(process.env["EVENTLOGGING_SEED"] ?? 1);
      const [ours, theirs] = [
        await ClientPage.open(await bundleOurs()),
        await ClientPage.open(await bundleTheirs()),
      ];
      for (let at = seed; at < seed + 200; at++) {
        const call = randomCall(new Random(at));
        const expected = await theirs.call(call);
        expect(await ours.call(call), `seed ${at}: ${JSON.stringify(call)}`).toEqual(expected);
      }
      await ours.close();
      await theirs.close();
    });
  });
});
