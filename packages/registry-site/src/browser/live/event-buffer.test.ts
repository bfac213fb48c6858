import type { ShownEvent } from "@addendum/event-intake/live-messages";
import { expect, test } from "vitest";
import { EventBuffer } from "./event-buffer.ts";

const events = (count: number) => Array.from({ length: count }, () => ({ at: 0 }) as ShownEvent);

test("a page holds no more events than it may, by count and by size", () => {
  const buffer = new EventBuffer(10, 1000);
  expect(buffer.add("run", 5, events(3), 1).map(({ key, serial }) => [key, serial])).toEqual([
    ["run.5", 0],
    ["run.6", 1],
    ["run.7", 2],
  ]);
  buffer.add("run", 8, events(100), 1);
  expect([buffer.length, buffer.first, buffer.find("run.107")?.serial, buffer.find("run.5")]).toEqual([
    10,
    93,
    102,
    undefined,
  ]);
  buffer.add("run", 108, events(2), 400);
  expect(buffer.length).toBe(10);
  buffer.add("run", 110, events(1), 400);
  expect(buffer.rows().map(({ key }) => key)).toEqual(["run.109", "run.110"]);
  buffer.clear();
  expect([buffer.length, buffer.first]).toEqual([0, 106]);
});
