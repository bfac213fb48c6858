import type { DataObject } from "@addendum/json-schema";
import { expect, test } from "vitest";
import { breakingChanges, findChanges, judgeChanges } from "./changes.ts";

const numbers = (count: number, maximum: number): DataObject => ({
  type: "object",
  properties: Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`p${index}`, { type: "integer", maximum }]),
  ),
});

test("changes are judged one by one", () => {
  const [old, newer] = [numbers(3, 10), numbers(3, 5)];
  const changes = findChanges(old, newer);
  expect(judgeChanges(old, changes, "closed")).toEqual(
    [0, 1, 2].map((index) => ({
      pointer: `/properties/p${index}/maximum`,
      old: 10,
      new: 5,
      effect: "narrows",
      witness: { value: { [`p${index}`]: 6 } },
    })),
  );
  expect(breakingChanges(old, changes, "closed").map(({ witness }) => witness)).toEqual([
    { p0: 6 },
    { p1: 6 },
    { p2: 6 },
  ]);
});

test("what would take too long is not judged, and not said to be harmless", () => {
  const [old, newer] = [numbers(4_000, 10), numbers(4_000, 5)];
  const changes = findChanges(old, newer);
  const effects = judgeChanges(old, changes, "closed").map(({ effect }) => effect);
  expect(effects).toHaveLength(4_000);
  expect(effects[0]).toBe("narrows");
  expect(new Set(effects.slice(-3000))).toEqual(new Set(["unknown"]));
});
