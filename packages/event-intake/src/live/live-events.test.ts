import { expect, test } from "vitest";
import type { Judgement } from "../judge/judgement.ts";
import type { Writable } from "../write/event-lines.ts";
import type { Sink } from "../sinks/sink.ts";
import { LiveEvents } from "./live-events.ts";

/** How often it is asked what is ready, in milliseconds; what a look at the clock takes here. */
const tickMs = 150;
const costMs = 0.1;

/** A clock that goes on whenever it is read: making one event ready reads it twice. */
function clock() {
  let now = 0;
  return { read: () => (now += costMs), pass: (ms: number) => (now += ms), at: () => now };
}

const event = { meta: { stream: "s" } };
const refused: Judgement = { kind: "error", event, message: "nobody knows it", schema: undefined };
const sink = {} as Sink;
const place = { stream: "s", schemaUri: "unknown", sink, topic: "s", key: undefined, timestamp: 1 };
const valid: Judgement = { kind: "valid", event, ...place };
const line: Writable = { kind: "line", line: JSON.stringify(event), ...place };

function watched(time: ReturnType<typeof clock>): LiveEvents {
  const store = {
    get: () => {
      throw new Error("there is none");
    },
  };
  const events = new LiveEvents({ store, isMasked: true, monotonic: time.read });
  events.isWatching = true;
  return events;
}

test.each([
  ["accepted", 10_000, 0],
  ["rejected", 0, 10_000],
  ["accepted and rejected", 9_500, 500],
] as const)("of a flood of %s events so few are made ready that the intake has its time", (_, good, bad) => {
  const time = clock();
  const events = watched(time);
  let sent = 0;
  /** What making events ready takes of the time, of 1. */
  const share = (seconds: number) => {
    let spent = 0;
    const ticks = (1000 * seconds) / tickMs;
    const some = (perSecond: number) => Math.floor((perSecond * tickMs) / 1000);
    for (let tick = 0; tick < ticks; tick++) {
      for (let index = 0; index < some(good); index++) events.observe([valid], [line], 1);
      for (let index = 0; index < some(bad); index++) events.observe([refused], [refused], 1);
      sent += some(good) + some(bad);
      const before = time.at();
      events.prepare();
      spent += time.at() - before;
      time.pass(tickMs);
    }
    return spent / (ticks * tickMs);
  };
  // What a burst may take is used up.
  share(20);
  expect(share(20)).toBeLessThan(0.02);
  expect(events.ring.next - 1).toBeGreaterThan(1000);
  // None is lost without being counted: it was shown, is not shown, or waits for less than some seconds.
  const waiting = sent - events.shed - (events.ring.next - 1);
  expect(waiting).toBeGreaterThanOrEqual(0);
  expect(waiting).toBeLessThanOrEqual(250);
});

test("a batch sent by hand is shown whole on a machine that is busy with something else", () => {
  const time = clock();
  const store = {
    get: () => {
      // The machine does something else meanwhile.
      time.pass(50);
      throw new Error("there is none");
    },
  };
  const events = new LiveEvents({ store, isMasked: true, monotonic: time.read });
  events.isWatching = true;
  for (let batch = 0; batch < 3; batch++) {
    for (let index = 0; index < 200; index++) events.observe([valid], [line], 1);
    for (let tick = 0; tick < 20; tick++) {
      events.prepare();
      time.pass(tickMs);
    }
  }
  expect(events.shed).toBe(0);
  expect(events.ring.next - 1).toBe(600);
});
