import fc from "fast-check";
import { expect, test } from "vitest";
import type { Data, Schema } from "@addendum/json-schema";
import { compileAsEventGate } from "./ajv-6.ts";
import { compileDefaults } from "./fill-defaults.ts";

const names = fc.constantFrom("a", "b", "x-y");
const plain = fc.constantFrom<Data>(1, "text", true, null, [], { a: 1 });

const { schema, value } = fc.letrec<{ schema: Data; value: Data }>((tie) => ({
  schema: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.record({ default: plain }) as fc.Arbitrary<Data>,
    fc.record(
      {
        default: plain,
        properties: fc.dictionary(names, tie("schema"), { maxKeys: 3, noNullPrototype: true }),
        items: fc.oneof(tie("schema"), fc.array(tie("schema"), { minLength: 1, maxLength: 2 })),
        additionalProperties: tie("schema"),
        allOf: fc.array(tie("schema"), { minLength: 1, maxLength: 2 }),
        anyOf: fc.array(tie("schema"), { minLength: 1, maxLength: 2 }),
        not: tie("schema"),
      },
      { requiredKeys: [] },
    ) as fc.Arbitrary<Data>,
  ),
  value: fc.oneof(
    { depthSize: "small" },
    plain,
    fc.dictionary(names, tie("value"), { maxKeys: 3, noNullPrototype: true }),
    fc.array(tie("value"), { maxLength: 2 }),
  ),
}));

test("fills in what Ajv 6 fills in", () => {
  let filled = 0;
  fc.assert(
    fc.property(schema, value, (one, event) => {
      const [ours, theirs] = [structuredClone(event), structuredClone(event)];
      compileDefaults(one as Schema)?.(ours);
      compileAsEventGate(one as object as never)(theirs);
      expect(ours).toEqual(theirs);
      if (JSON.stringify(ours) !== JSON.stringify(event)) filled++;
    }),
    { numRuns: 200 },
  );
  expect(filled).toBeGreaterThan(20);
});

test.each<[string, Schema, Data, Data]>([
  [
    "a definition",
    {
      properties: { n: { $ref: "#/definitions/n" } },
      definitions: { n: { properties: { a: { default: 1 } } } },
    },
    { n: {} },
    { n: { a: 1 } },
  ],
  [
    "a schema that refers to itself",
    { properties: { a: { default: 1 }, next: { $ref: "#" } } },
    { next: { next: { a: 2 } } },
    { a: 1, next: { a: 1, next: { a: 2 } } },
  ],
  [
    "a name",
    { allOf: [{ $ref: "#n" }], definitions: { n: { $id: "#n", properties: { a: { default: 1 } } } } },
    {},
    { a: 1 },
  ],
  [
    "what an unknown keyword holds",
    { allOf: [{ $ref: "#/$defs/n" }], $defs: { n: { properties: { a: { default: 1 } } } } },
    {},
    { a: 1 },
  ],
])("fills in through %s", (_, schema, value, expected) => {
  const filled = structuredClone(value);
  compileDefaults(schema)?.(filled);
  expect(filled).toEqual(expected);
  const theirs = structuredClone(value);
  compileAsEventGate(schema)(theirs);
  expect(theirs).toEqual(expected);
});

test("a reference that leads back in place ends", () => {
  const n: Schema = { properties: { a: { default: 1 } }, allOf: [{ $ref: "#/definitions/n" }] };
  const value = {};
  compileDefaults({ allOf: [{ $ref: "#/definitions/n" }], definitions: { n } })?.(value);
  expect(value).toEqual({ a: 1 });
});
