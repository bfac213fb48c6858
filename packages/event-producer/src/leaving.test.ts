import { afterEach, expect, test, vi } from "vitest";
import { createProducer } from "./producer.ts";

type Listener = () => void;
interface Page {
  visibilityState: string;
  /** What the browser still lets be on its way, in bytes. */
  quota: number;
  readonly beacons: { readonly count: number; readonly bytes: number }[];
  readonly fetched: number[];
  fire(type: string): void;
}

function openPage(quota: number, hasBeacons = true): Page {
  const listeners = new Map<string, Listener[]>();
  const listen = (type: string, listener: Listener) =>
    listeners.set(type, [...(listeners.get(type) ?? []), listener]);
  const page: Page = {
    visibilityState: "visible",
    quota,
    beacons: [],
    fetched: [],
    fire: (type) => listeners.get(type)?.forEach((listener) => listener()),
  };
  vi.stubGlobal("document", {
    addEventListener: listen,
    get visibilityState() {
      return page.visibilityState;
    },
  });
  vi.stubGlobal("addEventListener", listen);
  const sendBeacon = (_url: string, body: string) => {
    const bytes = Buffer.byteLength(body);
    if (bytes > page.quota) return false;
    page.quota -= bytes;
    page.beacons.push({ count: (JSON.parse(body) as unknown[]).length, bytes });
    return true;
  };
  vi.stubGlobal("navigator", hasBeacons ? { sendBeacon } : {});
  vi.stubGlobal("fetch", (_url: string, { body }: { body: string }) => {
    page.fetched.push((JSON.parse(body) as unknown[]).length);
    return Promise.resolve(new Response("", { status: 201 }));
  });
  return page;
}

afterEach(() => {
  vi.unstubAllGlobals();
});

const sum = (list: readonly number[]) => list.reduce((total, one) => total + one, 0);
const producerOf = (lingerMs: number) =>
  createProducer<{ s: { $schema: "/a/1.0.0"; text?: string; number?: number } }>({
    intake: "http://127.0.0.1:1/",
    lingerMs,
    streams: { s: "/a/1.0.0" },
  });

test.each([
  [65_536, 3000, 30, 19],
  [30_000, 3000, 30, 8],
  [5000, 3000, 30, 1],
  [65_536, 100, 1000, 250],
])("with a quota of %i, beacons of events of %i bytes are filled up", async (quota, size, count, least) => {
  const page = openPage(quota);
  const producer = producerOf(3_600_000);
  for (let number = 0; number < count; number++) void producer.submit("s", { text: "x".repeat(size) });
  await Promise.resolve();
  const before = sum(page.fetched);
  page.visibilityState = "hidden";
  page.fire("visibilitychange");
  const sent = sum(page.beacons.map((one) => one.count));
  expect(sent).toBeGreaterThanOrEqual(Math.min(least, count - before));
  expect(producer.counts.dropped).toBe(0);
});

test("what is too large for what is left does not keep smaller ones from it", async () => {
  const page = openPage(5000);
  const producer = producerOf(3_600_000);
  void producer.submit("s", { text: "x".repeat(20_000) });
  for (let number = 0; number < 5; number++) void producer.submit("s", { text: "small" });
  page.fire("pagehide");
  expect(sum(page.beacons.map(({ count }) => count))).toBe(5);
});

test.each([true, false])(
  "a hidden page that lives on sends what no beacon took (beacons: %s)",
  async (hasBeacons) => {
    const page = openPage(0, hasBeacons);
    const producer = producerOf(20);
    const sent = [1, 2, 3].map((number) => producer.submit("s", { number }));
    page.visibilityState = "hidden";
    page.fire("visibilitychange");
    page.fire("pagehide");
    await Promise.all(sent);
    expect([sum(page.fetched), producer.counts]).toEqual([3, { sent: 3, dropped: 0 }]);
  },
);

test("neither a page nor crypto nor a TextEncoder nor listeners are needed", async () => {
  for (const name of ["TextEncoder", "crypto", "navigator", "AbortController", "addEventListener"])
    vi.stubGlobal(name, undefined);
  vi.stubGlobal("document", {});
  const bodies: string[] = [];
  vi.stubGlobal("fetch", (_url: string, { body }: { body: string }) => {
    bodies.push(body);
    return Promise.resolve(new Response("", { status: 201 }));
  });
  const producer = producerOf(0);
  await producer.submit("s", { text: "é😀" });
  expect(producer.counts).toEqual({ sent: 1, dropped: 0 });
  const [event] = JSON.parse(bodies[0] as string) as { meta: { id: string } }[];
  expect(event?.meta.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
