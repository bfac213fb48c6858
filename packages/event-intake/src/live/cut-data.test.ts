import type { Data } from "@addendum/json-schema";
import { expect, test } from "vitest";
import { cutData, roughSize } from "./cut-data.ts";

const limits = { text: 12, total: 100, members: 20, depth: 5 };

test("what is short stays as it is", () => {
  const event = JSON.parse('{"a":["b",1,null,true,{"__proto__":"c","constructor":2}]}') as Data;
  const { data, isCut } = cutData(event, limits);
  expect([JSON.stringify(data), isCut]).toEqual([JSON.stringify(event), false]);
  // Nor is it copied: that costs more than looking at it.
  expect(data).toBe(event);
});

test.each<[string, Data]>([
  ["a long text", { a: "x".repeat(1_000_000) }],
  ["a long name", { ["x".repeat(1_000_000)]: 1 }],
  [
    "many texts",
    Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [String(index), "x".repeat(10)])),
  ],
  ["a long list", { a: Array.from({ length: 1_000_000 }, () => 0) }],
  ["many levels", JSON.parse(`${'{"a":'.repeat(64)}1${"}".repeat(64)}`) as Data],
])("%s is cut, and said to be", (_, event) => {
  const { data, isCut } = cutData(event, limits);
  expect(isCut).toBe(true);
  expect(JSON.stringify(data).length).toBeLessThan(700);
});

test("a size is found without looking at all of what is large", () => {
  expect(roughSize({ a: "xyz", b: [1, 2] }, 1000)).toBeGreaterThan(10);
  const deep = JSON.parse(`${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`) as Data;
  expect(roughSize(deep, 1000)).toBeGreaterThan(1000);
  expect(roughSize({ a: Array.from({ length: 1000 }, () => "xxxxxxxxxx") }, 100)).toBeLessThan(200);
});
