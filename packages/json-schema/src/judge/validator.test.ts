import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fullFormats } from "ajv-formats/dist/formats.js";
import type { Data, Schema } from "../data/data.ts";
import { evaluate } from "./evaluate.ts";
import { compile, compileForMany, judgeOnce } from "./validator.ts";

test("compiles what Ajv alone refuses", () => {
  const embedded = { $id: "/a/1.0.0", type: "object" };
  const $schema = "https://json-schema.org/draft-07/schema#";
  const schema = { $id: "/b/1.0.0", $schema, properties: { x: embedded, y: embedded }, id: "old" };
  expect(compile(schema)({ x: {} })).toEqual([]);
  expect(compile({ enum: [] })(1)).not.toEqual([]);
});

test("compiles no schema of another dialect", () => {
  expect(() => compile({ $schema: "https://example.org/meta" })).toThrow("https://example.org/meta");
  expect(() => compile({ unevaluatedProperties: false })).toThrow("2019-09");
  expect(() => compile({ $schema: "http://json-schema.org/draft-04/schema#", const: 1 })).toThrow("draft-04");
  const known = {
    $schema: "http://json-schema.org/draft-04/schema#",
    id: "http://x/s",
    definitions: { a: { id: "#a", type: "string" } },
    properties: { a: { $ref: "s#a" } },
  };
  expect(compile(known)({ a: 1 })).toMatchObject([{ keyword: "type" }]);
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

test("one value is judged as the whole schema judges it", () => {
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

const integer = { type: "integer" };

/** The three ways to judge a value, which have to agree. */
const judges = {
  compile: (schema: Schema, value: Data) => compile(schema)(value),
  judgeOnce,
  compileForMany: (schema: Schema, value: Data) => compileForMany(schema)(value),
};

describe.each(Object.entries(judges))("%s judges by what references lead to", (_, judge) => {
  const a = ($ref: string) => ({ properties: { a: { $ref } } });
  test.each<[string, Schema]>([
    ["a definition", { ...a("#/definitions/x"), definitions: { x: integer } }],
    ["a name", { ...a("#x"), definitions: { x: { $id: "#x", ...integer } } }],
    ["an embedded document", { ...a("n"), definitions: { x: { $id: "n", ...integer } } }],
    [
      "a document’s own pointer",
      { allOf: [{ $id: "n", ...a("#/definitions/x"), definitions: { x: integer } }] },
    ],
    ["what unknown keywords hold", { ...a("#/$defs/x"), $defs: { x: integer } }],
    [
      "what they hold in turn",
      { ...a("#/defs/x/y"), defs: { x: { y: { allOf: [{ $ref: "#/$defs/z" }] } } }, $defs: { z: integer } },
    ],
    ["a property that the value lacks", { properties: { a: { $ref: "#/properties/b" }, b: integer } }],
    ["an annotation", { ...a("#/examples/0"), examples: [integer] }],
    [
      "the annotation of a name that needs escapes",
      { ...a("#/%24defs/a~1b%20%25"), $defs: { "a/b %": integer } },
    ],
  ])("%s", (_, schema) => {
    expect(judge(schema, { a: 1 })).toEqual([]);
    expect(judge(schema, { a: "x" })).toMatchObject([{ keyword: "type" }]);
  });

  test("a reference that leads nowhere is named", () => {
    expect(() => judge(a("common.json#/x"), { a: 1 })).toThrow(
      "“common.json#/x” refers to a document that is not available",
    );
    expect(() => judge(a("#/definitions/x"), { a: 1 })).toThrow(
      "“#/definitions/x” does not point to a schema",
    );
  });

  test("names may be enumerated", () => {
    const schema = { propertyNames: { enum: ["a", "b"] }, additionalProperties: integer };
    expect(judge(schema, { b: 1 })).toEqual([]);
    expect(judge(schema, { c: 1 })).toMatchObject([{ keyword: "enum" }, { keyword: "propertyNames" }]);
  });
});

describe("says where the keyword stands that refuses", () => {
  const part = { properties: { "a b/c": { maximum: 3 } } };
  test.each<[string, Schema, Data, string]>([
    ["where nothing leads", part, { "a b/c": 4 }, "#/properties/a%20b~1c/maximum"],
    [
      "in a definition",
      { $ref: "#/definitions/x", definitions: { x: part } },
      { "a b/c": 4 },
      "#/definitions/x/properties/a%20b~1c/maximum",
    ],
    [
      "in a recursion",
      { properties: { n: { $ref: "#" }, ...part.properties } },
      { n: { n: { "a b/c": 4 } } },
      "#/properties/a%20b~1c/maximum",
    ],
    [
      "in what an unknown keyword holds",
      { allOf: [{ $ref: "#/$defs/x" }], $defs: { x: part } },
      { "a b/c": 4 },
      "#/%24defs/x/properties/a%20b~1c/maximum",
    ],
    [
      "by a name",
      { allOf: [{ $ref: "#x" }], $defs: {}, definitions: { y: { $id: "#x", ...part } } },
      { "a b/c": 4 },
      "#/definitions/y/properties/a%20b~1c/maximum",
    ],
    ["of what is false", { properties: { a: false } }, { a: 1 }, "#/properties/a/false schema"],
    [
      "of what is false by reference",
      { $ref: "#/definitions/x", definitions: { x: false } },
      1,
      "#/definitions/x/false schema",
    ],
    ["of no options", { items: { enum: [] } }, [1], "#/items/enum"],
    ["beside no options", { items: { enum: [], type: "string" } }, [1], "#/items/type"],
    ["of contains beside a tuple", { allOf: [true], items: [true], contains: integer }, ["a"], "#/contains"],
    ["of what it contains", { items: [true], contains: { maximum: 3 } }, [4], "#/contains/maximum"],
    [
      "of repeats",
      { $ref: "#/definitions/x", definitions: { x: { uniqueItems: true } } },
      [1, 1],
      "#/definitions/x/uniqueItems",
    ],
    [
      "of a name",
      JSON.parse('{"properties": {"__proto__": {"maximum": 3}}}') as Schema,
      JSON.parse('{"__proto__": 4}') as Data,
      "#/properties/__proto__/maximum",
    ],
  ])("%s", (_, schema, value, schemaPath) => {
    expect(compile(schema)(value).map((error) => error.schemaPath)).toContain(schemaPath);
    expect(judgeOnce(schema, value).map((error) => error.schemaPath)).toContain(schemaPath);
  });

  test("and so does the evaluator", () => {
    const schema = {
      properties: { a: { $ref: "#/$defs/x" }, n: { $ref: "#n" }, $ref: integer },
      $defs: { x: integer },
      definitions: { n: { $id: "#n", items: { $ref: "#/properties/a" } } },
    };
    expect(evaluate(schema, { a: "x" })?.schemaPointer).toBe("/$defs/x/type");
    expect(evaluate(schema, { n: ["x"] })?.schemaPointer).toBe("/$defs/x/type");
    expect(evaluate(schema, { $ref: "x" })?.schemaPointer).toBe("/properties/$ref/type");
  });
});

test("an array that is empty after one that is not is refused in the words of contains", () => {
  const schema = { items: { contains: { type: "array" } } };
  expect(compile(schema)([[[]], []])).toMatchObject([
    { keyword: "contains", schemaPath: "#/items/contains", instancePath: "/1" },
  ]);
});

test("lengths are counted in code points, for many values too", () => {
  const judge = compileForMany({ maxLength: 2, minLength: 1 });
  expect(["", "😀😀", "😀😀😀", "abc"].map((text) => judge(text).length)).toEqual([1, 0, 1, 1]);
  expect(compileForMany({ not: { maxLength: 2 } })("😀😀")).not.toEqual([]);
  expect(compileForMany({ minLength: 2 })("😀")).not.toEqual([]);
});

test("of schemas that nobody validates with any more, nothing is kept", () => {
  setFlagsFromString("--expose_gc");
  const collect = runInNewContext("gc") as () => void;
  const kept = (count: number) => {
    for (let index = 0; index < count; index++)
      compile({ enum: [`${index}`.repeat(2000)], pattern: `^a${index}$` });
    collect();
    return process.memoryUsage().heapUsed;
  };
  const before = kept(100);
  // What is kept of a thousand schemas is some ten megabytes.
  expect(kept(1300) - before).toBeLessThan(12e6);
});
