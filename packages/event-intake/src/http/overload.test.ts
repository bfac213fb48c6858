import { expect, test } from "vitest";
import { Overload } from "./overload.ts";

test("a turn that has worked too long refuses what else it brings, and the next one begins anew", async () => {
  let now = 0;
  const overload = new Overload(15, 100, () => now);
  now = 1000;
  // Whatever went before: the first of a turn is worked on.
  expect(overload.isFull).toBe(false);
  overload.enter();
  now += 14;
  expect(overload.isFull).toBe(false);
  now += 2;
  expect(overload.isFull).toBe(true);
  await new Promise((turn) => setImmediate(turn));
  expect(overload.isFull).toBe(false);
});

test("no more requests are answered at once than may", () => {
  const overload = new Overload(15, 2, () => 0);
  overload.enter();
  overload.enter();
  expect(overload.isFull).toBe(true);
  overload.leave();
  expect(overload.isFull).toBe(false);
});
