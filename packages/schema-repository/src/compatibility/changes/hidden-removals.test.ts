import type { Data, DataObject } from "@addendum/json-schema";
import { describe, expect, test } from "vitest";
import { findHiddenRemovals } from "./hidden-removals.ts";

const object = (properties: DataObject, more: DataObject = {}): DataObject => ({
  type: "object",
  properties,
  ...more,
});
const found = (old: DataObject, newer: DataObject) =>
  findHiddenRemovals(old, newer).map(({ path, pointer }) => `${path.join(".")} at ${pointer}`);

/** A schema that holds another one where declarations do not show it; where that stands, in events and in the schema. */
const places: readonly (readonly [string, (part: Data) => DataObject, string, string])[] = [
  ["an item of a tuple", (part) => object({ a: { items: [{}, part] } }), "a.1", "/properties/a/items/1"],
  [
    "items behind a tuple",
    (part) => object({ a: { items: [{}], additionalItems: part } }),
    "a.*",
    "/properties/a/additionalItems",
  ],
  [
    "an item that a list contains",
    (part) => object({ a: { contains: part } }),
    "a.*",
    "/properties/a/contains",
  ],
  [
    "members that match a pattern",
    (part) => object({}, { patternProperties: { "^x": part } }),
    "^x",
    "/patternProperties/^x",
  ],
  [
    "a map of tuples",
    (part) => object({}, { additionalProperties: { items: [part] } }),
    "*.0",
    "/additionalProperties/items/0",
  ],
  [
    "a list of tuples of maps",
    (part) => object({ a: { items: { items: [{ additionalProperties: part }] } } }),
    "a.*.0.*",
    "/properties/a/items/items/0/additionalProperties",
  ],
  [
    "a consequence",
    (part) => object({ a: { if: { required: ["k"] }, then: part } }),
    "a",
    "/properties/a/then",
  ],
  ["the other consequence", (part) => object({ a: { if: {}, else: part } }), "a", "/properties/a/else"],
  [
    "what depends on a member",
    (part) => object({ a: { dependencies: { k: part } } }),
    "a",
    "/properties/a/dependencies/k",
  ],
  [
    "a tuple in an alternative",
    (part) => object({ a: { anyOf: [{ items: [part] }, { type: "null" }] } }),
    "a.0",
    "/properties/a/anyOf/0/items/0",
  ],
  [
    "an alternative in a tuple",
    (part) => object({ a: { items: [{ oneOf: [{ type: "null" }, part] }] } }),
    "a.0",
    "/properties/a/items/0/oneOf/1",
  ],
  [
    "a tuple of references",
    (part) => ({ ...object({ a: { items: [{ $ref: "#/definitions/d" }] } }), definitions: { d: part } }),
    "a.0",
    "/properties/a/items/0",
  ],
  [
    "a tuple in a schema that refers to itself",
    (part) => ({ properties: { next: { $ref: "#" }, a: { items: [part] } } }),
    "a.0",
    "/properties/a/items/0",
  ],
];

describe.each(places)("%s", (_, make, path, pointer) => {
  const [whole, less] = [object({ x: { type: "string" }, y: {} }), object({ y: {} })];

  test("loses a property", () => {
    expect(found(make(whole), make(less))).toContain(`${path}.x at ${pointer}/properties`);
  });

  test("and one of a member", () => {
    expect(found(make(object({ m: whole })), make(object({ m: less })))).toContain(
      `${path}.m.x at ${pointer}/properties/m/properties`,
    );
  });

  test("gains one, or keeps what it declares in another way", () => {
    expect(found(make(less), make(whole))).toEqual([]);
    expect(found(make(whole), make({ allOf: [less, object({ x: { type: "string" } })] }))).toEqual([]);
    expect(found(make(whole), make({ type: "object", patternProperties: { "^[xy]$": {} } }))).toEqual([]);
  });
});

test.each<[string, DataObject, DataObject]>([
  ["what declarations show", object({ a: object({ x: {}, y: {} }) }), object({ a: object({ y: {} }) })],
  ["a tuple that is gone as a whole", object({ a: { items: [object({ x: {} })] } }), object({ a: {} })],
  [
    "a consequence that became unconditional",
    object({}, { if: { required: ["k"] }, then: object({ x: {} }) }),
    object({ x: {} }),
  ],
  [
    "a tuple that became a list of the same",
    object({ a: { items: [object({ x: {} }), object({ x: {} })] } }),
    object({ a: { items: object({ x: {} }) } }),
  ],
  ["what is only asked about", object({}, { if: object({ x: {} }), then: { minProperties: 2 } }), object({})],
  ["what is denied", object({}, { not: object({ x: {} }) }), object({})],
])("nothing is said of %s", (_, old, newer) => {
  expect(found(old, newer)).toEqual([]);
});
