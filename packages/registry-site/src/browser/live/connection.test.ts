import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Connection, type ConnectionState } from "./connection.ts";

/** Stands in for the browser's: what it hears is said by the test. */
class FakeSource extends EventTarget {
  static all: FakeSource[] = [];
  isOpen = true;
  readonly url: string;

  constructor(url: string) {
    super();
    this.url = url;
    FakeSource.all.push(this);
  }

  say(name: string, data: unknown = {}, lastEventId = ""): void {
    this.dispatchEvent(Object.assign(new Event(name), { data: JSON.stringify(data), lastEventId }));
  }

  close(): void {
    this.isOpen = false;
  }
}

let page = Object.assign(new EventTarget(), { visibilityState: "visible" });
let browser = new EventTarget();
let states: ConnectionState[] = [];
let status = 200;

beforeEach(() => {
  vi.useFakeTimers();
  FakeSource.all = [];
  states = [];
  status = 200;
  page = Object.assign(new EventTarget(), { visibilityState: "visible" });
  browser = new EventTarget();
  vi.stubGlobal("EventSource", FakeSource);
  vi.stubGlobal("document", page);
  vi.stubGlobal("addEventListener", browser.addEventListener.bind(browser));
  vi.stubGlobal("location", { href: "http://127.0.0.1/live/" });
  vi.stubGlobal("fetch", () => Promise.resolve({ status }));
  const ignore = () => undefined;
  new Connection("../live/events", {
    onState: (state) => states.push(state),
    onHello: ignore,
    onEvents: ignore,
    onStatus: ignore,
    onEdit: ignore,
  }).start();
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const last = () => FakeSource.all.at(-1) as FakeSource;
const wait = (ms: number) => vi.advanceTimersByTimeAsync(ms);

test("it goes on after the last event, and waits longer each time nobody answers", async () => {
  last().say("hello");
  last().say("events", { first: 7, events: [] }, "run.7");
  expect(states.splice(0)).toEqual(["connecting", "live"]);
  for (const ms of [500, 1000, 2000, 4000, 8000, 15_000, 15_000]) {
    const before = FakeSource.all.length;
    last().say("error");
    expect(last().isOpen).toBe(false);
    await wait(ms - 1);
    expect(FakeSource.all.length).toBe(before);
    await wait(1);
    expect(FakeSource.all.length).toBe(before + 1);
    expect(last().url).toBe("../live/events?after=run.7");
  }
  last().say("hello");
  last().say("error");
  await wait(500);
  expect(states.at(-1)).toBe("connecting");
});

test("a connection that says nothing for long is made anew: this machine slept, or the way was cut", async () => {
  last().say("hello");
  for (let beat = 0; beat < 5; beat++) {
    await wait(5000);
    last().say("beat");
  }
  expect(FakeSource.all.length).toBe(1);
  await wait(20_000);
  expect(FakeSource.all.length).toBeGreaterThan(1);
  expect(FakeSource.all[0]?.isOpen).toBe(false);
});

test("a page that is out of sight rests, and goes on when it is seen again", async () => {
  last().say("hello");
  last().say("events", { first: 1, events: [] }, "run.1");
  page.visibilityState = "hidden";
  page.dispatchEvent(new Event("visibilitychange"));
  await wait(10_000);
  last().say("beat");
  await wait(10_000);
  last().say("beat");
  await wait(10_000);
  expect([last().isOpen, states.at(-1)]).toEqual([false, "resting"]);
  await wait(60_000);
  expect(FakeSource.all.length).toBe(1);
  page.visibilityState = "visible";
  page.dispatchEvent(new Event("visibilitychange"));
  expect([FakeSource.all.length, last().url]).toEqual([2, "../live/events?after=run.1"]);
});

test("one that has to sign in again is told so, and asks no more", async () => {
  last().say("hello");
  status = 401;
  last().say("error");
  await wait(60_000);
  expect([FakeSource.all.length, states.at(-1)]).toEqual([1, "signed-out"]);
});
