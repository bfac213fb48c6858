import { accepts, type Data, type Schema } from "@addendum/json-schema";
import { expect, test } from "vitest";
import { closeSchema } from "./closed-model.ts";

const isDeclared = (schema: Schema, value: Data) => {
  const closed = closeSchema(schema);
  return accepts(closed, closed, value);
};

test.each<[string, Schema, Data, boolean]>([
  ["a declared name", { properties: { a: true } }, { a: 1 }, true],
  ["an undeclared name", { properties: { a: true } }, { b: 1 }, false],
  ["a required name", { required: ["b"] }, { b: 1 }, true],
  [
    "names in dependencies",
    { dependencies: { a: ["b"], c: { properties: { d: true } } } },
    { a: 1, b: 1, c: 1, d: 1 },
    true,
  ],
  ["a name of a constant", { enum: [{ a: 1 }] }, { a: 2 }, true],
  [
    "a sibling of an allOf",
    { allOf: [{ properties: { a: true } }, { properties: { b: true } }] },
    { a: 1, b: 1 },
    true,
  ],
  [
    "a branch of an if",
    { if: { properties: { a: true } }, then: { properties: { b: true } } },
    { a: 1, b: 1 },
    true,
  ],
  ["what a not names", { properties: { a: true }, not: { required: ["b"] } }, { b: 1 }, false],
  ["a free-form object", { type: "object" }, { whatever: { at: "all" } }, true],
  [
    "additionalProperties: true declares nothing",
    { properties: { a: true }, additionalProperties: true },
    { b: 1 },
    false,
  ],
  ["a map declares every name", { additionalProperties: { type: "string" } }, { b: "x" }, true],
  ["a pattern declares its matches", { patternProperties: { "^x": true } }, { xa: 1 }, true],
  ["and no others", { patternProperties: { "^x": true } }, { a: 1 }, false],
  ["a nested object", { properties: { a: { properties: { b: true } } } }, { a: { c: 1 } }, false],
  ["an item", { items: { properties: { a: true } } }, [{ a: 1 }, { b: 1 }], false],
  [
    "an item that contains declares",
    { items: { properties: { a: true } }, contains: { properties: { b: true } } },
    [{ b: 1 }],
    true,
  ],
  ["a map’s values", { additionalProperties: { properties: { a: true } } }, { any: { b: 1 } }, false],
  [
    "a recursive schema",
    { definitions: { n: { properties: { n: { $ref: "#/definitions/n" } } } }, $ref: "#/definitions/n" },
    { n: { n: { m: 1 } } },
    false,
  ],
])("%s", (_, schema, value, expected) => {
  expect(isDeclared(schema, value)).toBe(expected);
});
