import fc from "fast-check";
import { expect, test } from "vitest";
import { compile, judgeOnce } from "./validator.ts";

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
