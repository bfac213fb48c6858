import { expect, test } from "vitest";
import type { Data, DataObject, Schema } from "../data/data.ts";
import { dialectProblems } from "./inspection.ts";

const pointersOf = (schema: Schema) => dialectProblems(schema).map(({ pointer }) => pointer);

test("every place is told, other dialects first", () => {
  const schema = {
    properties: { a: { minLength: "3" }, b: { dependentRequired: {} }, c: { items: [{ type: "strng" }] } },
    unevaluatedProperties: false,
  };
  expect(pointersOf(schema)).toEqual([
    "/properties/b/dependentRequired",
    "/unevaluatedProperties",
    "/properties/a/minLength",
    "/properties/c/items/0/type",
  ]);
});

test("what one place takes is said with what is there", () => {
  expect(dialectProblems({ properties: { a: { required: ["b", 1] } } })).toEqual([
    {
      kind: "invalid",
      dialect: "draft-07",
      pointer: "/properties/a/required/1",
      keyword: "required",
      reason: "“required” must be a string, not 1",
    },
  ]);
  expect(dialectProblems({ $schema: "http://json-schema.org/draft-04/schema#", const: 1 })).toEqual([
    {
      kind: "dialect",
      dialect: "draft-04",
      pointer: "/const",
      keyword: "const",
      reason: "draft-04 has no “const” and ignores it, but draft-07 does not",
    },
  ]);
});

test.each<[string, DataObject]>([
  ["a list", { properties: [] }],
  ["a text where a list of schemas belongs", { allOf: "a" }],
  ["no schema at all", { allOf: [] }],
  ["a list where one schema belongs", { not: [{}] }],
  ["a number as a dependency", { dependencies: { a: 1 } }],
  ["a name that is demanded twice", { dependencies: { a: ["b", "b"] } }],
  ["a reference that is no text", { $ref: 1 }],
])("what should hold schemas is %s", (_, schema) => {
  expect(dialectProblems({ properties: { x: schema } })).toMatchObject([{ kind: "invalid" }]);
  expect(dialectProblems(schema)).toMatchObject([{ kind: "invalid" }]);
});

test("annotations may be anything", () => {
  const schema = { title: 1, description: null, examples: {}, default: { type: "strng" }, $comment: [] };
  expect(dialectProblems({ ...schema, "x-y": { type: "record" }, enum: [{ type: "record" }] })).toEqual([]);
});

test("properties may be called like keywords", () => {
  const names = [
    "$schema",
    "$ref",
    "type",
    "unevaluatedProperties",
    "id",
    "openapi",
    "constructor",
    "__proto__",
  ];
  const properties = Object.fromEntries(names.map((name) => [name, { type: "string" }]));
  expect(dialectProblems({ properties, definitions: properties, required: names })).toEqual([]);
});

test("what was sound in one schema may not be in another", () => {
  const many = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`p${index}`, { const: index }]));
  const part: Data = { properties: { ...many, a: { $ref: "#/parts/a" } } };
  const schema = (a: Data, $schema = "http://json-schema.org/draft-07/schema#") => ({
    $schema,
    properties: { part },
    parts: { a },
  });
  expect(dialectProblems(schema({ type: "string" }))).toEqual([]);
  expect(pointersOf(schema({ type: "strng" }))).toEqual(["/parts/a/type"]);
  expect(pointersOf(schema(true, "http://json-schema.org/draft-04/schema#"))).toHaveLength(20);
});

test("what refers to itself comes to an end", () => {
  const schema = {
    $ref: "#/a",
    a: { properties: { b: { $ref: "#/a" }, c: { $ref: "#/a/properties/d" }, d: { not: 1 } } },
  };
  expect(pointersOf(schema)).toEqual(["/a/properties/d/not"]);
});

test("below the root, what is no URI names no dialect", () => {
  const part = ($schema: string) => ({ properties: { a: { $schema, const: 1 } } });
  expect(pointersOf(part("s"))).toEqual([]);
  expect(pointersOf(part("/a/1.0.0"))).toEqual([]);
  expect(pointersOf(part("https://example.org/dialect"))).toEqual(["/properties/a/$schema"]);
  expect(pointersOf({ $schema: "s", const: 1 })).toEqual(["/$schema"]);
});
