// Where the rules stop looking: just within a limit a question is decided, just beyond it is left open, never wrongly.
import type { Data, DataObject } from "@addendum/json-schema";
import { expect, test } from "vitest";
import { contains } from "./contains.ts";

function verdict(old: DataObject, newer: DataObject | boolean): string {
  return contains(old, newer, { contentModel: "open" }).kind;
}

const numbersTo = (count: number): Data[] => Array.from({ length: count }, (_, index) => index);
const namesTo = (count: number): string[] => Array.from({ length: count }, (_, index) => `n${index}`);

test("a witness has a mebibyte of letters, or seventy thousand items, at most", () => {
  expect(verdict({ type: "string", minLength: 1_100_000 }, { maxLength: 1_099_999 })).toBe("incompatible");
  expect(verdict({ type: "string", minLength: 1_100_001 }, { maxLength: 1_100_000 })).toBe("unknown");
  expect(verdict({ type: "array", minItems: 70_000 }, { maxItems: 69_999 })).toBe("incompatible");
  expect(verdict({ type: "array", minItems: 70_001 }, { maxItems: 70_000 })).toBe("unknown");
});

test("items that must differ are counted where there are few values", () => {
  const differing = (values: number) => ({
    type: "array",
    uniqueItems: true,
    minItems: values + 1,
    items: { type: "integer", minimum: 1, maximum: values },
  });
  for (const values of [63, 64, 65, 2000]) expect(verdict(differing(values), false)).toBe("compatible");
  expect(verdict(differing(2001), false)).toBe("unknown");
});

test("only items that must be there count", () => {
  const old = {
    type: "array",
    uniqueItems: true,
    minItems: 2,
    items: [{ const: 1 }, { const: 1 }, { type: "number" }],
  };
  expect(verdict(old, false)).toBe("compatible");
});

test("up to five demands are placed together", () => {
  const demanding = (count: number) => ({
    type: "array",
    maxItems: count - 1,
    allOf: numbersTo(count).map((value) => ({ contains: { const: value } })),
  });
  for (let count = 2; count <= 5; count++) expect(verdict(demanding(count), false)).toBe("compatible");
  expect(verdict(demanding(6), false)).toBe("unknown");
});

test("kinds of names are told apart, however many patterns there are", () => {
  const named = (patterns: readonly string[]) => ({
    type: "object",
    minProperties: 2,
    propertyNames: { enum: ["x"] },
    patternProperties: Object.fromEntries(patterns.map((pattern) => [pattern, { const: 1 }])),
  });
  for (const count of [6, 7, 40]) {
    expect(verdict(named(namesTo(count).map((name) => `^${name}-`)), false)).toBe("compatible");
  }
  // Any of these may stand in a name beside any others.
  const anywhere = { ...named(namesTo(9)), propertyNames: { maxLength: 100 }, additionalProperties: false };
  expect(verdict(anywhere, { patternProperties: { n: true }, additionalProperties: false })).toBe(
    "compatible",
  );
  expect(verdict(anywhere, { patternProperties: { n: { const: 2 } } })).toBe("incompatible");
  expect(verdict({ ...anywhere, propertyNames: { maxLength: 1 } }, false)).toBe("compatible");
});

test("members are counted where there are few names", () => {
  const holding = (count: number) => ({
    type: "object",
    minProperties: count,
    propertyNames: { enum: namesTo(count - 1) },
  });
  for (const count of [50, 51, 500]) expect(verdict(holding(count), false)).toBe("compatible");
});

test("a quotient of exactly 1e21 is not read back, so what has it is no multiple", () => {
  const high = 5 ** 21;
  expect(high / 2 ** -21).toBe(1e21);
  expect(verdict({ type: "integer", minimum: 0, maximum: high }, { multipleOf: 2 ** -21 })).not.toBe(
    "compatible",
  );
  expect(verdict({ type: "integer", minimum: 0, maximum: high - 1 }, { multipleOf: 2 ** -21 })).toBe(
    "compatible",
  );
});

test("of whole numbers beyond 2^53 nothing is said about tenths", () => {
  const wholeTo = (maximum: number) => ({ type: "integer", minimum: 0, maximum });
  expect(verdict(wholeTo(2 ** 53 - 1), { multipleOf: 0.1 })).toBe("compatible");
  expect(verdict(wholeTo(2 ** 60), { multipleOf: 0.1 })).not.toBe("compatible");
});

test("factors are counted in units of 1/1024 at the finest", () => {
  const between = (factor: number) => ({
    type: "number",
    multipleOf: factor,
    exclusiveMinimum: 0,
    exclusiveMaximum: factor,
  });
  expect(verdict(between(1 / 1024), false)).toBe("compatible");
  expect(verdict(between(1 / 2048), false)).toBe("unknown");
});

test("a witness that references fan out is counted before it is looked at", () => {
  const fan = (levels: number, leaf: string): DataObject => {
    const definitions: Record<string, Data> = { [`d${levels}`]: { type: leaf } };
    for (let level = 0; level < levels; level++) {
      const below = { $ref: `#/definitions/d${level + 1}` };
      definitions[`d${level}`] =
        level % 2 === 0
          ? { type: "object", required: ["a", "b"], properties: { a: below, b: below } }
          : { type: "array", minItems: 2, items: below };
    }
    return { definitions, $ref: "#/definitions/d0" };
  };
  expect(verdict(fan(10, "string"), fan(10, "integer"))).toBe("incompatible");
  for (const levels of [20, 40, 60]) {
    const between = contains(fan(levels, "string"), fan(levels, "integer"));
    expect(between).toMatchObject({ kind: "unknown", reason: expect.stringContaining("more steps") });
  }
});
