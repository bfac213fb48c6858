import type { Data } from "@addendum/json-schema";
import { describe, expect, test } from "vitest";
import { eventLines, lineAt, summaryOf } from "./event-lines.ts";

describe("eventLines", () => {
  test("writes JSON, and knows what each line shows", () => {
    const event = JSON.parse('{"a":{"b":[1,{"c":"x"}]},"__proto__":{},"d":[],"e/f":null}') as Data;
    const lines = eventLines(event);
    expect(lines.map(({ text }) => text).join("\n")).toBe(
      JSON.stringify(event, null, 2)
        .replace(/\{\s*\}/g, "{}")
        .replace(/\[\s*\]/g, "[]"),
    );
    const at = (pointer: string) => lines[lineAt(lines, pointer)]?.text.trim();
    expect(at("/a/b/1/c")).toBe('"c": "x"');
    expect(at("/e~1f")).toBe('"e/f": null');
    expect(at("/a/missing/more")).toBe('"a": {');
    expect(at("")).toBe("{");
    expect(at("/missing")).toBe("{");
  });

  test("writes what is no object, and 64 levels", () => {
    expect(eventLines("text").map(({ text }) => text)).toEqual(['"text"']);
    const deep = JSON.parse(`${'{"a":'.repeat(64)}1${"}".repeat(64)}`) as Data;
    expect(eventLines(deep).length).toBe(129);
  });
});

test("a summary leaves out what every event has, and is short", () => {
  expect(summaryOf({ $schema: "/a/1.0.0", meta: { stream: "a" }, dt: "now", skin: "dark", n: [1] })).toBe(
    "skin: dark · n: [1]",
  );
  expect(summaryOf({ a: "x".repeat(1_000_000) }).length).toBeLessThanOrEqual(200);
  expect(summaryOf(null)).toBe("null");
});
