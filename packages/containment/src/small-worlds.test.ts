// Worlds so small that every value in them is looked at: there the verdict has to be the truth, and never “unknown”.
// How each verdict is come by is held to a record: the same input takes the same steps to the same witness everywhere,
// so a rule that gets weaker is noticed though another one steps in. Whoever changes the search on purpose puts the
// numbers that the test prints into the record.
import { accepts, canonical, type Data, type Schema } from "@addendum/json-schema";
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { contains } from "./contains.ts";
import record from "./small-worlds.record.json" with { type: "json" };

interface World {
  /** A schema whose instances are the world's values. */
  readonly base: { readonly [keyword: string]: Data };
  readonly values: readonly Data[];
  /** What may be said of them. */
  readonly facts: readonly { readonly [keyword: string]: Data }[];
}

function words(alphabet: readonly string[], length: number): readonly string[] {
  if (length === 0) return [""];
  return ["", ...words(alphabet, length - 1).flatMap((rest) => alphabet.map((letter) => letter + rest))];
}

function lists(values: readonly Data[], length: number): readonly (readonly Data[])[] {
  if (length === 0) return [[]];
  const shorter = lists(values, length - 1);
  const longest = shorter.filter((list) => list.length === length - 1);
  return [...shorter, ...longest.flatMap((list) => values.map((value) => [...list, value]))];
}

function objects(names: readonly string[], values: readonly Data[]): readonly Data[] {
  const [name, ...others] = names;
  if (name === undefined) return [{}];
  return objects(others, values).flatMap((rest) => [
    rest,
    ...values.map((value) => ({ ...(rest as object), [name]: value })),
  ]);
}

const worlds: Readonly<Record<string, World>> = {
  number: {
    base: { type: "number", minimum: -2, maximum: 3, multipleOf: 0.5 },
    values: Array.from({ length: 11 }, (_, index) => -2 + index / 2),
    facts: [
      ...[-2, -1, 0, 0.5, 1, 1.25, 3].flatMap((bound) => [
        { minimum: bound },
        { exclusiveMinimum: bound },
        { maximum: bound },
        { exclusiveMaximum: bound },
      ]),
      ...[0.25, 0.5, 1, 1.5, 2, 3].map((factor) => ({ multipleOf: factor })),
      { type: "integer" },
      { enum: [-1, 0.5, 1, 2] },
    ],
  },
  string: {
    base: { type: "string", pattern: "^[ab]{0,3}$" },
    values: [...new Set(words(["a", "b"], 3))],
    facts: [
      ...[0, 1, 2, 3].flatMap((length) => [{ minLength: length }, { maxLength: length }]),
      ...["a", "^a", "a$", "^a*$", "^(ab)*$", "^.{2}$", "^$", "aa|bb", "^[^b]"].map((pattern) => ({
        pattern,
      })),
      { enum: ["", "ab", "aba"] },
      { const: "aab" },
    ],
  },
  array: {
    base: { type: "array", items: { enum: [1, 2] }, maxItems: 3 },
    values: lists([1, 2], 3),
    facts: [
      ...[0, 1, 2, 3].flatMap((length) => [{ minItems: length }, { maxItems: length }]),
      { items: { const: 1 } },
      { items: [{ const: 1 }] },
      { items: [true, { const: 2 }] },
      { items: [{ const: 1 }, { const: 2 }], additionalItems: false },
      { items: [true], additionalItems: { const: 2 } },
      { items: [false] },
      { contains: { const: 1 } },
      { contains: { const: 2 } },
      { contains: { enum: [2, 3] } },
      { contains: { const: 3 } },
      { uniqueItems: true },
      { const: [1, 2] },
    ],
  },
  object: {
    base: {
      type: "object",
      propertyNames: { enum: ["a", "b", "ab"] },
      additionalProperties: { enum: [1, 2] },
    },
    values: objects(["a", "b", "ab"], [1, 2]),
    facts: [
      ...[0, 1, 2, 3].flatMap((count) => [{ minProperties: count }, { maxProperties: count }]),
      { required: ["a"] },
      { required: ["a", "b"] },
      { required: ["c"] },
      { properties: { a: { const: 1 } } },
      { properties: { a: { const: 2 } } },
      { properties: { a: false } },
      { properties: { a: { const: 3 }, b: { const: 1 } } },
      { properties: { a: true }, additionalProperties: false },
      { properties: { a: { const: 2 } }, additionalProperties: { const: 1 } },
      { additionalProperties: { const: 2 } },
      { patternProperties: { a: { const: 1 } } },
      { patternProperties: { "^a": { const: 1 }, b: { const: 2 } } },
      { patternProperties: { a: { const: 1 } }, additionalProperties: false },
      { patternProperties: { "^b": true }, additionalProperties: { const: 2 } },
      { propertyNames: { maxLength: 1 } },
      { propertyNames: { pattern: "b" } },
      { dependencies: { a: ["b"] } },
      { dependencies: { a: { maxProperties: 1 } } },
      { enum: [{ a: 1 }, { a: 1, b: 2 }] },
    ],
  },
};

test.each(Object.keys(worlds))(
  "every verdict about a small world of the type %s is the truth",
  (type) => {
    const { base, values, facts } = worlds[type] as World;
    const claims: Schema[] = facts.flatMap((fact) => [fact, { not: fact }]);
    const holds = claims.map((claim) => values.map((value) => accepts(claim, claim, value)));
    const wrong: string[] = [];
    const witnesses = createHash("sha256");
    let steps = 0;
    for (const [first, one] of claims.entries()) {
      for (const [second, other] of claims.entries()) {
        if (second < first) continue;
        const old = { allOf: [base, one, other] };
        for (const [third, newer] of claims.entries()) {
          const isKept = values.every((_, index) => {
            return (
              holds[first]?.[index] === false || holds[second]?.[index] === false || holds[third]?.[index]
            );
          });
          const verdict = contains(old, newer, { contentModel: "open" });
          steps += verdict.steps;
          if (verdict.kind === "incompatible") witnesses.update(canonical(verdict.witness));
          if (verdict.kind !== (isKept ? "compatible" : "incompatible")) {
            wrong.push(`${JSON.stringify([one, other, newer])} ${verdict.kind}`);
          }
        }
      }
    }
    expect(wrong).toEqual([]);
    const taken = { steps, witnesses: witnesses.digest("hex").slice(0, 16) };
    expect(taken).toEqual(record[type as keyof typeof record]);
  },
  600_000,
);
