import { type Data, type DataObject, evaluate } from "@addendum/json-schema";
import { describe, expect, test } from "vitest";
import { mergeAllOf } from "./merge-all-of.ts";

function merged(schema: DataObject, annotations: readonly string[] = []): DataObject {
  const result = mergeAllOf(schema, annotations);
  if (result.kind === "conflict") throw new Error(JSON.stringify(result.conflict));
  return result.schema;
}

describe("keywords that assert nothing: the schema’s own wins, then the first of its members", () => {
  test.each<[string, Data, Data]>([
    ["$comment", "mine", "theirs"],
    ["$id", "/a/1.0.0", "/b/1.0.0"],
    ["title", "a", "b"],
    ["description", "A.", "B."],
    ["default", 1, 2],
    ["examples", [1], [2]],
    ["readOnly", true, false],
    ["writeOnly", false, true],
    ["contentMediaType", "application/json", "text/plain"],
    ["contentEncoding", "base64", "quoted-printable"],
    ["owner", "shop", "platform"],
    ["contact", "shop@example.org", "platform@example.org"],
    ["privacy", { kind: "identifier" }, { kind: "location" }],
    ["deprecated", true, false],
    ["successor", "/a/2.0.0", "/b/2.0.0"],
    ["sunset", "2027-01-01", "2026-01-01"],
    ["x-cost-center", 17, [4]],
    // Near to a keyword, and said to be none by its prefix.
    ["x-items", 1, 2],
    // Nobody knows these, and they look like no keyword.
    ["displayHint", "wide", "narrow"],
    ["warehouse", { table: "a" }, null],
  ])("%s", (keyword, own, other) => {
    expect(merged({ [keyword]: own, allOf: [{ [keyword]: other }] })).toEqual({ [keyword]: own });
    expect(merged({ allOf: [{ [keyword]: own }, { [keyword]: other }] })).toEqual({ [keyword]: own });
    const nested = { properties: { k: { [keyword]: own, allOf: [{ allOf: [{ [keyword]: other }] }] } } };
    expect(merged(nested)).toEqual({ properties: { k: { [keyword]: own } } });
  });

  test.each(["maxLenght", "nullable", "prefixItems"])(
    "but not %s, which was meant to assert something",
    (name) => {
      const result = mergeAllOf({ [name]: 1, allOf: [{ [name]: 2 }] });
      expect(result).toMatchObject({ kind: "conflict", conflict: { keyword: name, reason: "different" } });
      expect(merged({ [name]: 1, allOf: [{ [name]: 2 }] }, [name])).toEqual({ [name]: 1 });
    },
  );

  test("a definition that another one contradicts", () => {
    const schema = {
      definitions: { s: { type: "string" } },
      allOf: [{ definitions: { s: { type: "object" }, t: { type: "null" } } }],
    };
    expect(merged(schema)).toEqual({ definitions: { s: { type: "string" }, t: { type: "null" } } });
  });
});

describe("what no single keyword says stays in an allOf", () => {
  test("several contains", () => {
    const schema = {
      contains: { minimum: 5 },
      allOf: [{ contains: { allOf: [{ maximum: 1 }, { type: "integer" }] } }],
    };
    expect(merged(schema)).toEqual({
      allOf: [{ contains: { minimum: 5 } }, { contains: { maximum: 1, type: "integer" } }],
    });
    expect(merged({ contains: { const: 1 }, allOf: [{ contains: { const: 1 } }] })).toEqual({
      contains: { const: 1 },
    });
  });

  test("several conditions, each with its own consequences", () => {
    const [a, b] = [{ properties: { k: { const: "a" } } }, { properties: { k: { const: "b" } } }];
    const schema = {
      type: "object",
      if: a,
      then: { required: ["v"] },
      allOf: [
        { if: b, then: { required: ["w"] }, else: { maxProperties: 3 } },
        { if: a, then: { required: ["v"] } },
      ],
    };
    expect(merged(schema)).toEqual({
      type: "object",
      allOf: [
        { if: a, then: { required: ["v"] } },
        { if: b, then: { required: ["w"] }, else: { maxProperties: 3 } },
      ],
    });
    expect(
      merged({
        type: "object",
        allOf: [
          { if: a, then: b },
          { if: a, then: b },
        ],
      }),
    ).toEqual({
      type: "object",
      if: a,
      then: b,
    });
    // One condition, and two consequences.
    expect(merged({ if: a, then: b, allOf: [{ if: a, else: b }] })).toEqual({
      allOf: [
        { if: a, then: b },
        { if: a, else: b },
      ],
    });
  });

  test("in an order that does not depend on the order of keys", () => {
    const one = { contains: { const: 1 }, pattern: "^a", if: { const: 1 }, then: false };
    const two = { if: { const: 2 }, then: false, pattern: "^b", contains: { const: 2 } };
    const kinds = (schema: DataObject) =>
      (merged(schema)["allOf"] as DataObject[]).map((part) => Object.keys(part)[0]);
    expect(kinds({ ...one, allOf: [two] })).toEqual([
      "pattern",
      "pattern",
      "contains",
      "contains",
      "if",
      "if",
    ]);
    expect(kinds({ allOf: [two, one] })).toEqual(kinds({ ...one, allOf: [two] }));
  });

  test("numbers whose common multiple is beyond what a double holds", () => {
    const [p, q] = [2_147_483_647, 2_147_483_629];
    const apart = { multipleOf: 6_700_417, allOf: [{ multipleOf: p }] };
    expect(merged(apart).allOf).toEqual([{ multipleOf: 6_700_417 }, { multipleOf: p }]);
    expect(merged({ multipleOf: p, allOf: [{ multipleOf: q }] }).allOf).toHaveLength(2);
    expect(merged({ multipleOf: 0.57, allOf: [{ multipleOf: 0.3 }] })).toEqual({ multipleOf: 5.7 });
  });

  test("lists of alternatives with too many combinations", () => {
    const list = (keyword: string) => Array.from({ length: 30 }, (_, value) => ({ [keyword]: value }));
    const schema = {
      anyOf: list("minimum"),
      allOf: [{ anyOf: list("maximum") }, { anyOf: list("multipleOf") }],
    };
    expect(merged(schema).allOf).toHaveLength(3);
  });
});

describe("keywords that assert nothing where they stand do not begin to", () => {
  test.each<[string, DataObject, DataObject]>([
    ["else", { if: { const: 1 } }, { else: false }],
    ["then", { if: true, else: { const: 2 } }, { then: false }],
    ["additionalItems beside nothing", { items: [{ type: "string" }] }, { additionalItems: false }],
    [
      "additionalItems beside one schema for all items",
      { items: [true], additionalItems: { minimum: 1 } },
      { items: { type: "integer" }, additionalItems: false },
    ],
  ])("%s", (_, live, dead) => {
    for (const schema of [
      { ...live, allOf: [dead] },
      { ...dead, allOf: [live] },
      { allOf: [dead, live] },
      { allOf: [{ allOf: [live] }, dead] },
    ]) {
      for (const value of [1, 2, ["a"], ["a", "b"], [1, 2], [1, 0], []]) {
        const verdict = (one: DataObject) => evaluate(one, value) === undefined;
        expect(verdict(merged(schema)), JSON.stringify([schema, merged(schema), value])).toBe(
          verdict(schema),
        );
      }
    }
  });

  test("and stay where nothing is merged", () => {
    const schema = { else: false, properties: { a: { then: true, type: "string" } } };
    expect(merged(schema)).toEqual(schema);
  });
});

describe("meaning is kept", () => {
  test.each<[string, DataObject, Data]>([
    ["false at the root", { type: "object", allOf: [{ title: "a" }, false] }, {}],
    [
      "a not that refuses all",
      { allOf: [{ properties: { a: {} } }, { properties: { a: { not: {} } } }] },
      { a: 1 },
    ],
    [
      "contains as a demand",
      { allOf: [{ properties: { a: {} } }, { properties: { a: { contains: {} } } }] },
      { a: [] },
    ],
    [
      "a list that ends early",
      { items: [{ type: "string" }, false, { type: "integer" }], additionalItems: false },
      ["a", 1],
    ],
    ["a list that may hold nothing", { items: [false], additionalItems: false }, [1]],
    [
      "a forbidden name that a pattern allows",
      { properties: { a: false }, patternProperties: { "^a": {} }, additionalProperties: false },
      { a: 1 },
    ],
    [
      "branches that become equal",
      { oneOf: [{}, { minimum: 5 }], allOf: [{ oneOf: [{ minimum: 5 }, { type: "null" }] }] },
      7,
    ],
    [
      "branches that are written twice",
      { oneOf: [{ minimum: 1 }, { minimum: 1 }], allOf: [{ oneOf: [{ minimum: 1 }, { maximum: 0 }] }] },
      3,
    ],
  ])("%s is refused", (_, schema, value) => {
    expect(evaluate(schema, value)).toBeDefined();
    expect(evaluate(merged(schema), value)).toBeDefined();
  });

  test.each<[string, DataObject, Data]>([
    [
      "alternatives that contradict each other in an optional property",
      {
        anyOf: [{ properties: { k: { const: 1 } } }],
        allOf: [{ anyOf: [{ properties: { k: { const: 2 } } }] }],
      },
      {},
    ],
    [
      "alternatives with two formats",
      { anyOf: [{ format: "uri" }], allOf: [{ anyOf: [{ format: "iri" }, { type: "null" }] }] },
      "https://example.org/",
    ],
  ])("%s: accepted", (_, schema, value) => {
    expect(evaluate(schema, value)).toBeUndefined();
    expect(evaluate(merged(schema), value)).toBeUndefined();
  });

  test("combinations that contradict each other in what both demand are no branches", () => {
    const kind = (value: string) => ({ properties: { k: { const: value } }, required: ["k"] });
    const schema = {
      type: "object",
      oneOf: [kind("a"), kind("b")],
      allOf: [
        {
          oneOf: [
            { ...kind("a"), maxProperties: 2 },
            { ...kind("b"), minProperties: 2 },
          ],
        },
      ],
    };
    expect(merged(schema)).toEqual({
      type: "object",
      oneOf: [
        { ...kind("a"), maxProperties: 2 },
        { ...kind("b"), minProperties: 2 },
      ],
    });
  });
});
