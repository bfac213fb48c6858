import type { ShownEvent, ShownVerdict } from "@addendum/event-intake/live-messages";
import { expect, test } from "vitest";
import { EventBuffer } from "./event-buffer.ts";

const events = (count: number, verdict: ShownVerdict = "accepted") =>
  Array.from({ length: count }, () => ({ at: 0, verdict }) as ShownEvent);

test("a page holds no more events than it may, by count and by size", () => {
  const buffer = new EventBuffer(10, 1000);
  const { added, isFull } = buffer.add("run", 5, events(3), 1);
  expect([added.map(({ key, serial }) => [key, serial]), isFull]).toEqual([
    [
      ["run.5", 0],
      ["run.6", 1],
      ["run.7", 2],
    ],
    false,
  ]);
  expect(buffer.add("run", 8, events(100), 1).isFull).toBe(true);
  expect([buffer.length, buffer.find("run.107")?.serial, buffer.find("run.5")]).toEqual([10, 102, undefined]);
  buffer.add("run", 108, events(2), 400);
  expect(buffer.length).toBe(10);
  buffer.add("run", 110, events(1), 400);
  expect(buffer.rows().map(({ key }) => key)).toEqual(["run.109", "run.110"]);
  buffer.clear();
  expect(buffer.length).toBe(0);
});

test("events that were rejected outlive a flood of accepted ones, and not each other", () => {
  const buffer = new EventBuffer(2000, 1_000_000);
  const rejected = () => buffer.rows().filter(({ verdict }) => verdict === "rejected").length;
  buffer.add("run", 1, events(5, "rejected"), 1);
  for (let batch = 0; batch < 20; batch++) buffer.add("run", 6 + 500 * batch, events(500), 1);
  expect([buffer.length, rejected()]).toEqual([2000, 5]);
  for (let batch = 0; batch < 20; batch++)
    buffer.add("run", 20_000 + 500 * batch, events(500, "rejected"), 1);
  expect(buffer.length).toBe(2000);
  for (let batch = 0; batch < 20; batch++) buffer.add("run", 40_000 + 500 * batch, events(500), 1);
  expect([buffer.length, rejected()]).toEqual([2000, 1000]);
  buffer.add("run", 90_000, events(1, "rejected"), 999_999);
  expect(buffer.length).toBeLessThan(3);
});
