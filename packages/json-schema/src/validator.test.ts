import fc from "fast-check";
import { expect, test } from "vitest";
import { fullFormats } from "ajv-formats/dist/formats.js";
import { compile, compileForMany, judgeOnce } from "./validator.ts";

test("compiles what Ajv alone refuses", () => {
  const embedded = { $id: "/a/1.0.0", type: "object" };
  const schema = { $id: "/b/1.0.0", $schema: "s", properties: { x: embedded, y: embedded }, id: "old" };
  expect(compile(schema)({ x: {} })).toEqual([]);
  expect(compile({ enum: [] })(1)).not.toEqual([]);
});

test("asserts formats, fills no defaults, and knows no `nullable`", () => {
  const value: Record<string, unknown> = {};
  expect(compile({ properties: { a: { default: 1 } } })(value)).toEqual([]);
  expect(value).toEqual({});
  expect(compile({ format: "date-time" })("yesterday")).toMatchObject([{ keyword: "format" }]);
  expect(compile({ type: "string", nullable: true })(null)).toMatchObject([{ keyword: "type" }]);
});

test("contains beside a tuple is judged wherever it stands", () => {
  const schema = { if: { items: [true], contains: true }, then: false };
  expect(compile(schema)([])).toEqual([]);
  expect(compile(schema)([1])).not.toEqual([]);
  expect(compile({ not: { items: [true], contains: true } })([])).toEqual([]);
});

test.each([
  [{ items: { contains: { type: "array" } } }, [[[]], []]],
  [{ contains: { contains: { type: "array" }, maxItems: 1 } }, [[1, []], []]],
  [{ contains: { contains: { type: "array" }, items: [{ maxProperties: 1 }] } }, [[{ a: 1, b: 2 }, []], []]],
  [{ additionalProperties: { contains: { type: "array" } } }, { x: [[]], y: [] }],
])("contains refuses an empty array, whatever stands before it: %j", (schema, value) => {
  expect(compile(schema)(value)).not.toEqual([]);
  expect(judgeOnce(schema, value)).not.toEqual([]);
  expect(compile({ not: schema })(value)).toEqual([]);
});

test("of an empty array contains alone is said", () => {
  expect(compile({ contains: { type: "array" } })([])).toMatchObject([{ keyword: "contains" }]);
  expect(compile({ contains: { type: "array" } })("no array")).toEqual([]);
});

test("one value is judged as the whole schema judges it", { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const properties = Object.fromEntries(
        ["a", "b", "ab", "c"].map((name, index) => [
          name,
          { type: (seed >> index) & 1 ? "string" : "integer" },
        ]),
      );
      const schema = {
        properties,
        required: seed & 16 ? ["a"] : [],
        additionalProperties: Boolean(seed & 32),
        patternProperties: seed & 64 ? { "^a": { minLength: 1 } } : {},
        ...(seed & 256 ? { enum: [{}, { a: "" }, { b: 2, c: 3 }, [1]] } : {}),
        dependencies: seed & 128 ? { b: ["c"] } : {},
      };
      for (const value of [
        {},
        { a: "" },
        { a: 1, b: "x" },
        { b: 2, c: 3 },
        { z: 1 },
        { ab: "x", a: { a: 1 } },
        [1],
      ]) {
        expect(judgeOnce(schema, value).length > 0).toBe(compile(schema)(value).length > 0);
      }
    }),
    { numRuns: 150 },
  );
});

test("dates and times that are usually sent are judged as all are", () => {
  const judge = compile({ format: "date-time" });
  const library = fullFormats["date-time"] as unknown as { validate: (text: string) => boolean };
  const isTime = typeof library === "function" ? (library as (text: string) => boolean) : library.validate;
  const usual = "2026-11-02T09:41:07.123Z";
  for (const base of [usual, "2026-11-02T09:41:07Z", "2024-02-29T23:59:60Z"]) {
    for (let at = 0; at < base.length; at++) {
      for (const character of "0123456789TtZz:-+. /") {
        const text = base.slice(0, at) + character + base.slice(at + 1);
        expect([text, judge(text).length === 0]).toEqual([text, isTime(text)]);
      }
    }
    expect(judge(base.slice(0, -1)).length === 0).toBe(isTime(base.slice(0, -1)));
  }
});

test("lengths are counted in code points, for many values too", () => {
  const judge = compileForMany({ maxLength: 2, minLength: 1 });
  expect(["", "😀😀", "😀😀😀", "abc"].map((text) => judge(text).length)).toEqual([1, 0, 1, 1]);
  expect(compileForMany({ not: { maxLength: 2 } })("😀😀")).not.toEqual([]);
  expect(compileForMany({ minLength: 2 })("😀")).not.toEqual([]);
});
