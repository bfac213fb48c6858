import { expect, test } from "vitest";
import { compile } from "./validator.ts";

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
