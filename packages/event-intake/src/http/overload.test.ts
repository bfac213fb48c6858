import { expect, test } from "vitest";
import { Overload } from "./overload.ts";

const turn = () => new Promise((over) => setImmediate(over));

function crowded(now: () => number, compiled = () => 0): Overload {
  const overload = new Overload(15, 100, now, compiled);
  for (let count = 0; count < 80; count++) overload.enter();
  return overload;
}

test("a turn that has worked too long refuses what else it brings, and the next one begins anew", async () => {
  let now = 0;
  const overload = crowded(() => now);
  // However long it took to arrive: the first of a turn is worked on.
  now = 1000;
  expect(overload.isFull).toBe(false);
  overload.work(100, () => (now += 14));
  expect(overload.isFull).toBe(false);
  now += 2;
  expect(overload.isFull).toBe(true);
  await turn();
  expect(overload.isFull).toBe(false);
});

test("a few requests are no crowd, however slow the machine is", () => {
  let now = 0;
  const overload = new Overload(15, 100, () => now);
  for (let count = 0; count < 64; count++) overload.enter();
  overload.work(100, () => (now += 1000));
  expect(overload.isFull).toBe(false);
  overload.enter();
  expect(overload.isFull).toBe(true);
});

test.each([
  [70_000, 25],
  [100_000, 16],
  [1_000_000, 4],
  [50_000_000, 4],
])("batches of %d bytes are no crowd while they are %d", (bytes, few) => {
  let now = 0;
  const overload = new Overload(15, 100, () => now);
  for (let count = 0; count < few; count++) overload.enter();
  overload.work(bytes, () => (now += 1000));
  expect(overload.isLateFor(bytes)).toBe(false);
  for (let count = 0; count < 8; count++) overload.enter();
  expect(overload.isLateFor(bytes)).toBe(true);
});

test("no more requests are answered at once than may", () => {
  const overload = new Overload(15, 2, () => 0);
  overload.enter();
  overload.enter();
  expect(overload.isFull).toBe(true);
  overload.leave();
  expect(overload.isFull).toBe(false);
});

test("large requests are held against large ones only, and compiling against none", async () => {
  let [now, compiled] = [0, 0];
  const overload = crowded(
    () => now,
    () => compiled,
  );
  overload.work(1_000_000, () => (now += 200));
  expect([overload.isLateFor(500), overload.isLateFor(1_000_000)]).toEqual([false, true]);
  now += 10;
  expect(overload.isLate).toBe(false);
  // Whoever compiles: an event's request, or what does so ahead.
  [now, compiled] = [now + 40, compiled + 40];
  expect(overload.isLate).toBe(false);
  now += 10;
  expect(overload.isLate).toBe(true);
  await turn();
  expect(overload.isLateFor(1_000_000)).toBe(false);
});
