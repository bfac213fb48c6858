import fc from "fast-check";
import { expect, test } from "vitest";
import type { Data } from "@addendum/json-schema";
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

test("fills in what Ajv 6 fills in", { timeout: 120_000 }, () => {
  let filled = 0;
  fc.assert(
    fc.property(schema, value, (one, event) => {
      const [ours, theirs] = [structuredClone(event), structuredClone(event)];
      compileDefaults(one)?.(ours);
      compileAsEventGate(one as object as never)(theirs);
      expect(ours).toEqual(theirs);
      if (JSON.stringify(ours) !== JSON.stringify(event)) filled++;
    }),
    { numRuns: 200 },
  );
  expect(filled).toBeGreaterThan(20);
});
