// What an `allOf` is merged into accepts exactly what draft-07 says of the `allOf`.
import { type Data, type DataObject, evaluate, type Schema } from "@addendum/json-schema";
import fc from "fast-check";
import { expect, test } from "vitest";
import { mergeAllOf } from "./merge-all-of.ts";
import { addNumericBounds } from "./numeric-bounds.ts";

const names = fc.constantFrom("a", "b", "ab", "__proto__");
const count = fc.integer({ min: 0, max: 3 });
const numbers = fc.constantFrom(-1, 0, 0.5, 1, 2, 3, 6);
const texts = fc.constantFrom("", "a", "ab", "b", "2026-11-02", "/a");
const scalars = fc.oneof(fc.constantFrom<Data>(null, true, false), numbers, texts);
const map = <T>(values: fc.Arbitrary<T>) =>
  fc.dictionary(names, values, { maxKeys: 3, noNullPrototype: true });

const value = fc.letrec<{ value: Data }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    scalars,
    fc.array(tie("value"), { maxLength: 3 }),
    map(tie("value")),
    map(tie("value")),
  ),
})).value;

const typeNames = ["null", "boolean", "integer", "number", "string", "array", "object"] as const;
/** What says something of values without subschemas. */
const assertions = {
  type: fc.oneof(
    fc.constantFrom(...typeNames),
    fc.uniqueArray(fc.constantFrom(...typeNames), { minLength: 2, maxLength: 5 }),
  ),
  enum: fc.array(value, { minLength: 1, maxLength: 4 }),
  const: scalars,
  minimum: numbers,
  maximum: numbers,
  exclusiveMinimum: numbers,
  exclusiveMaximum: numbers,
  multipleOf: fc.constantFrom(1, 2, 3, 0.5, 1.5),
  minLength: count,
  maxLength: count,
  pattern: fc.constantFrom("^a", "b$", "^.?$"),
  format: fc.constantFrom("date", "uri-reference"),
  uniqueItems: fc.boolean(),
  minItems: count,
  maxItems: count,
  minProperties: count,
  maxProperties: count,
  required: fc.uniqueArray(names, { maxLength: 2 }),
};

type Parts = Readonly<Record<string, fc.Arbitrary<unknown>>>;

/** An object with a few of the keywords: of so many at once no value would satisfy all. */
function few(parts: Parts, always: readonly string[] = []): fc.Arbitrary<DataObject> {
  const rest = Object.keys(parts).filter((name) => !always.includes(name));
  return fc
    .subarray(rest, { minLength: 1, maxLength: Math.min(3, rest.length) })
    .chain((chosen) =>
      fc.record(
        Object.fromEntries(
          [...always, ...chosen].map((name) => [name, parts[name] as fc.Arbitrary<unknown>]),
        ),
      ),
    ) as fc.Arbitrary<DataObject>;
}

/**
 * @param isMerged whether the schema may be merged with another: there `additionalProperties` keeps jsonschema-tools'
 *   meaning, which is not draft-07's, so it stands only where that cannot be
 */
function schemas(depth: number, isMerged: boolean): fc.Arbitrary<Schema> {
  const plain = fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom<Schema>(true, false, {}) },
    { weight: 5, arbitrary: few(assertions) },
  );
  if (depth === 0) return plain;
  const below = schemas(depth - 1, true);
  const list = fc.array(below, { minLength: 1, maxLength: 3 });
  const applicators = {
    anyOf: list,
    oneOf: list,
    not: below,
    if: below,
    then: below,
    else: below,
    contains: below,
    items: fc.oneof(below, list),
    additionalItems: below,
    properties: map(below),
    patternProperties: fc.dictionary(fc.constantFrom("^a", "b"), below, {
      maxKeys: 2,
      noNullPrototype: true,
    }),
    propertyNames: below,
    dependencies: map(fc.oneof(fc.uniqueArray(names, { maxLength: 2 }), below)),
    definitions: map(below),
  };
  const whole = [
    few({ ...assertions, ...applicators }),
    few(applicators),
    few({ ...assertions, ...applicators, allOf: list }, ["allOf"]),
    few({ ...applicators, allOf: list }, ["allOf"]),
    few({ if: below, then: below, else: below, allOf: list }, ["if", "allOf"]),
    few({ items: list, additionalItems: below, allOf: list }, ["items", "allOf"]),
  ];
  if (isMerged) return fc.oneof(plain, ...whole);
  const alone = schemas(depth - 1, false);
  const closed = few({ ...applicators, ...assertions, properties: map(alone), additionalProperties: alone }, [
    "additionalProperties",
  ]);
  return fc.oneof(plain, ...whole, closed);
}

const source = schemas(2, false).filter((schema): schema is DataObject => typeof schema === "object");

test("the source and what is materialized of it accept the same values", () => {
  let [merged, accepted] = [0, 0];
  fc.assert(
    fc.property(source, fc.array(value, { minLength: 12, maxLength: 12 }), (schema, values) => {
      const result = mergeAllOf(schema);
      if (result.kind === "conflict") return;
      merged++;
      const written = addNumericBounds(result.schema, [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER]);
      for (const one of values) {
        const isAccepted = evaluate(schema, one) === undefined;
        if (isAccepted) accepted++;
        expect(
          evaluate(written, one) === undefined,
          `${JSON.stringify(one)} under ${JSON.stringify(written)}`,
        ).toBe(isAccepted);
      }
    }),
    { numRuns: 1500 },
  );
  // Otherwise it would say little.
  expect(merged).toBeGreaterThan(1000);
  expect(accepted).toBeGreaterThan(3000);
});
