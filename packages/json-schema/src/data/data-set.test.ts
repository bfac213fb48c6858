import { expect, test } from "vitest";
import type { Data } from "./data.ts";
import { DataSet } from "./data-set.ts";

test("holds values as data are equal", () => {
  const day = new Date("2026-01-02") as unknown as Data;
  const set = new DataSet([1, "a", "[1]", null, { a: 1, b: [2] }, [1], day]);
  for (const there of [
    1,
    -0 + 1,
    "a",
    null,
    { b: [2], a: 1 },
    [1],
    new Date("2026-01-02") as unknown as Data,
  ]) {
    expect(set.has(there)).toBe(true);
  }
  for (const missing of [
    "1",
    "null",
    [2],
    [1, 1],
    {},
    { a: 1 },
    '{"a":1,"b":[2]}',
    "2026-01-02T00:00:00.000Z",
  ]) {
    expect(set.has(missing)).toBe(false);
  }
  expect([set.add([1]), set.add(0), set.add(-0), set.add({ a: [] }), set.add({ a: [] })]).toEqual([
    false,
    true,
    false,
    true,
    false,
  ]);
});
