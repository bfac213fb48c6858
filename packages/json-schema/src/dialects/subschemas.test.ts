import { expect, test } from "vitest";
import type { Data, DataObject } from "../data/data.ts";
import { draft07 } from "./draft-07.ts";
import { childSchemas, inPlace, mapSubschemas } from "./subschemas.ts";

/** A value of each keyword that holds schemas, in which each schema is `{ title: … }`. */
const holders: Readonly<Record<string, (schema: DataObject) => Data>> = {
  schema: (schema) => schema,
  list: (schema) => [schema],
  map: (schema) => ({ a: schema }),
  "schema-or-list": (schema) => [schema],
  "schema-or-names": (schema) => ({ a: schema, b: ["a"] }),
};

const applicators = [...draft07.keywords].flatMap(([name, keyword]) =>
  keyword.holds === "value" ? [] : [{ name, keyword }],
);

test.each(applicators)("$name is walked, and mapped", ({ name, keyword }) => {
  const held = { title: "held" };
  const make = holders[keyword.holds] as (schema: DataObject) => Data;
  const schema: DataObject = { [name]: make(held), title: "whole" };
  expect([...childSchemas(schema)].map((child) => child.schema)).toEqual([held]);
  expect(mapSubschemas(schema, () => true)).toEqual({ [name]: make(true as never), title: "whole" });
  expect(mapSubschemas(schema, (one) => one)).toBe(schema);
  expect(inPlace(schema)).toEqual(keyword.appliesTo === "value" ? [held] : []);
});

test("what holds no schema is left alone", () => {
  const schema = {
    allOf: {},
    properties: [true],
    not: [true],
    default: { not: true },
    items: "a",
  } as DataObject;
  expect(mapSubschemas(schema, () => false)).toBe(schema);
});

test("a property named __proto__ is one like others", () => {
  const schema = JSON.parse('{"properties":{"__proto__":{"type":"string"}}}') as DataObject;
  const mapped = mapSubschemas(schema, () => true);
  expect(JSON.stringify(mapped)).toBe('{"properties":{"__proto__":true}}');
});
