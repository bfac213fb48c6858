import type { Data, Schema } from "@addendum/json-schema";
import { expect, test } from "vitest";
import { contains } from "./contains.ts";

// Steps, not time: the same everywhere. The limits leave room, but not for another order of growth.
const integer = { type: "integer", minimum: 0, maximum: 100 };
const many = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index));
const members = (count: number, make: (index: number) => Data): Schema => ({
  type: "object",
  properties: Object.fromEntries(many(count, (index) => [`p${index}`, make(index)])),
});
const tagged = (tag: number, x: Data): Data => ({
  type: "object",
  required: ["tag"],
  properties: { tag: { const: `k${tag}` }, x },
});
const conditional = (index: number, maximum: number): Data => ({
  if: { properties: { [`p${index}`]: { const: 1 } }, required: [`p${index}`] },
  then: { required: [`q${index}`] },
  else: { properties: { [`q${index}`]: { maximum } } },
});

/** Definitions that refer to each other in circles, as those of a language for charts: unions of tagged objects. */
const grammar = (definitions: number, last: Data): Schema => ({
  $ref: "#/definitions/d0",
  definitions: Object.fromEntries(
    many(definitions, (index): [string, Data] => {
      const to = (factor: number, by: number) => ({
        $ref: `#/definitions/d${(index * factor + by) % definitions}`,
      });
      if (index % 3 === 0) return [`d${index}`, { anyOf: many(4, (part) => to(7, part * 3 + 1)) }];
      const member = (part: number) => ({ anyOf: [to(5, part * 11 + 2), { type: ["string", "null"] }] });
      const members = many(4, (part): [string, Data] => [`m${part}`, member(part)]);
      const value = index === definitions - 2 ? last : { type: "string" };
      const properties = { kind: { const: `k${index}` }, value, ...Object.fromEntries(members) };
      return [`d${index}`, { type: "object", required: ["kind"], properties, additionalProperties: false }];
    }),
  ),
});

test.each<[string, Schema, Schema, string, number]>([
  [
    "200 properties, all widened",
    members(200, () => integer),
    members(200, (index) => ({ ...integer, maximum: 200 + index })),
    "compatible",
    3000,
  ],
  [
    "1,000 properties, all widened",
    members(1000, () => integer),
    members(1000, (index) => ({ ...integer, maximum: 200 + index })),
    "compatible",
    15_000,
  ],
  [
    "1,000 properties, the last one narrowed",
    members(1000, () => integer),
    members(1000, (index) => (index === 999 ? { ...integer, maximum: 50 } : integer)),
    "incompatible",
    1000,
  ],
  [
    "30 tagged alternatives, all widened",
    { anyOf: many(30, (tag) => tagged(tag, { type: "string" })) },
    { anyOf: many(30, (tag) => tagged(tag, { type: ["string", "null"] })) },
    "compatible",
    10_000,
  ],
  [
    "30 tagged alternatives of which exactly one may hold, all widened",
    { oneOf: many(30, (tag) => tagged(tag, { type: "string" })) },
    { oneOf: many(30, (tag) => tagged(tag, { type: ["string", "null"] })) },
    "compatible",
    20_000,
  ],
  [
    "12 overlapping alternatives",
    { type: "object", anyOf: many(12, (n) => ({ required: [`a${n}`], properties: { [`a${n}`]: integer } })) },
    {
      type: "object",
      anyOf: many(12, (n) => ({ required: [`a${n}`], properties: { [`a${n}`]: { type: "number" } } })),
    },
    "compatible",
    2000,
  ],
  [
    "15 alternatives of which exactly one may hold",
    { oneOf: many(15, (n) => ({ type: "integer", minimum: n, maximum: n + 3 })) },
    { oneOf: many(15, (n) => ({ type: "integer", minimum: n, maximum: n + 4 })) },
    "incompatible",
    30_000,
  ],
  [
    "20 conditions, one consequence widened",
    { type: "object", allOf: many(20, (index) => conditional(index, 5)) },
    { type: "object", allOf: many(20, (index) => conditional(index, index === 9 ? 6 : 5)) },
    "compatible",
    2000,
  ],
  [
    "20 conditions, one consequence narrowed",
    { type: "object", allOf: many(20, (index) => conditional(index, 5)) },
    { type: "object", allOf: many(20, (index) => conditional(index, index === 9 ? 4 : 5)) },
    "incompatible",
    2000,
  ],
  [
    "30 definitions in circles, one widened",
    grammar(30, { type: "string" }),
    grammar(30, { type: ["string", "integer"] }),
    "compatible",
    4_000,
  ],
  [
    "60 definitions in circles, one described",
    grammar(60, { type: "string" }),
    grammar(60, { type: "string", description: "described" }),
    "compatible",
    1,
  ],
  [
    "an array so long that it makes no witness",
    { type: "array", minItems: 200_000 },
    { type: "array", minItems: 200_001 },
    "unknown",
    100,
  ],
  [
    "a pattern that makes backtracking matchers explode",
    { type: "string", pattern: "^(a+)+$" },
    { type: "string", pattern: "^a+$" },
    "compatible",
    100,
  ],
  [
    "an automaton that explodes",
    { type: "string", pattern: "(a|b)*a(a|b){20}" },
    { type: "string", pattern: "(a|b)*b(a|b){20}" },
    "unknown",
    150_100,
  ],
])("%s", (_, old, newer, expected, limit) => {
  const verdict = contains(old, newer);
  expect(verdict.kind).toBe(expected);
  expect(verdict.steps).toBeLessThan(limit);
});
