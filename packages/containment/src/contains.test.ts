import { type Data, type Schema } from "@addendum/json-schema";
import { compile } from "@addendum/json-schema/validator";
import fc from "fast-check";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { compatibilityCases } from "../test/corpus.ts";
import { examineVerdict } from "../test/oracle.ts";
import { Random } from "../test/random.ts";
import { documentSchema, edit, schema } from "../test/random-schema.ts";
import { contains } from "./contains.ts";
import type { ContentModel } from "./verdict.ts";

const judge = (one: Schema, value: Data) => compile(one)(value).length === 0;

interface Case {
  readonly name: string;
  readonly contentModel: ContentModel;
  readonly old: Schema;
  readonly new: Schema;
  readonly expected: string;
}

/** Cases whose label is “unknown”, and what is true of them. */
const decided: Readonly<Record<string, string>> = {
  "uri ⊂ uri-reference needs a format lattice": "compatible",
  "uniqueItems pigeonhole": "compatible",
  "tuple items + contains: validator skips contains": "compatible",
  "$ref with sibling assertion": "compatible",
  "$ref with sibling assertion 2": "compatible",
  "property named constructor": "incompatible",
  "lookahead vs other pattern": "compatible",
};

const cases: readonly Case[] =
  compatibilityCases === undefined ? [] : JSON.parse(readFileSync(compatibilityCases, "utf8"));

describe.skipIf(cases.length === 0)("labelled pairs", () => {
  test.each(cases)("$name", ({ name, old, new: newer, contentModel, expected }) => {
    const verdict = contains(old, newer, { contentModel, judge });
    expect(verdict).toMatchObject({ kind: decided[name] ?? expected });
  });
});

/** How many random edits are compared; fewer where the tests themselves are on trial. */
const runs = Number(process.env["CONTAINMENT_RUNS"] ?? 4000);
const random = fc.integer().map((seed) => new Random(seed));
const model = fc.constantFrom<ContentModel>("closed", "open");

describe("what holds of any schemas", () => {
  test("no verdict is contradicted by the validator or by a value near the bounds", () => {
    const counts = { compatible: 0, incompatible: 0, unknown: 0 };
    fc.assert(
      fc.property(random, model, (source, contentModel) => {
        const old = documentSchema(source, 3);
        const newer = edit(source, source.chance(0.3) ? edit(source, old) : old);
        const { verdict, fault } = examineVerdict(source, old, newer, contentModel);
        counts[verdict.kind]++;
        expect(fault, JSON.stringify({ contentModel, old, newer })).toBeUndefined();
      }),
      { numRuns: runs },
    );
    // The edits must be of both kinds, or agreement means nothing.
    expect(Math.min(counts.compatible, counts.incompatible)).toBeGreaterThan(runs / 5);
    expect(counts.unknown).toBeLessThan(runs / 200);
  });

  const law = (name: string, holds: (a: Schema, b: Schema, contentModel: ContentModel) => void) => {
    test(name, () => {
      fc.assert(
        fc.property(random, model, (source, contentModel) => {
          holds(schema(source, 3), schema(source, 2), contentModel);
        }),
        { numRuns: 400 },
      );
    });
  };
  const isNotRefuted = (old: Schema, newer: Schema, contentModel: ContentModel) => {
    const verdict = contains(old, newer, { contentModel });
    expect(verdict.kind, JSON.stringify({ old, newer, verdict })).not.toBe("incompatible");
  };
  const isProved = (old: Schema, newer: Schema, contentModel: ContentModel) => {
    expect(contains(old, newer, { contentModel }).kind, JSON.stringify({ old, newer })).toBe("compatible");
  };

  law("A ⊑ A", (a, _, contentModel) => isProved(a, structuredClone(a), contentModel));
  law("A ⊑ true", (a, _, contentModel) => isProved(a, true, contentModel));
  law("false ⊑ A", (a, _, contentModel) => isProved(false, a, contentModel));
  law("A ⊑ anyOf [A, B]", (a, b, contentModel) => isNotRefuted(a, { anyOf: [a, b] }, contentModel));
  law("A ⊑ anyOf [B, A], by its parts alone", (a, b, contentModel) =>
    isProved(a, { anyOf: [b, a] }, contentModel),
  );
  law("allOf [A, B] ⊑ A", (a, b) => isProved({ allOf: [a, b] }, a, "open"));
  law("A ⊑ not not A", (a, _, contentModel) => isProved(a, { not: { not: a } }, contentModel));
  law("open-compatible implies closed-compatible", (a, b) => {
    if (contains(a, b, { contentModel: "open" }).kind === "compatible") isNotRefuted(a, b, "closed");
  });

  test("containment in the open model is transitive", () => {
    let chains = 0;
    fc.assert(
      fc.property(random, (source) => {
        const a = schema(source, 3);
        const [b, c] = [edit(source, a), edit(source, edit(source, a))];
        const steps = [contains(a, b, { contentModel: "open" }), contains(b, c, { contentModel: "open" })];
        if (steps.some(({ kind }) => kind !== "compatible")) return;
        chains++;
        isNotRefuted(a, c, "open");
      }),
      { numRuns: 600 },
    );
    expect(chains).toBeGreaterThan(50);
  });

  test("the same question has the same answer, to the step", () => {
    fc.assert(
      fc.property(fc.integer(), model, (seed, contentModel) => {
        const ask = () => {
          const source = new Random(seed);
          const old = schema(source, 3);
          return contains(old, edit(source, old), { contentModel });
        };
        expect(ask()).toEqual(ask());
      }),
      { numRuns: 200 },
    );
  });
});

describe("what cannot be decided", () => {
  const kindOf = (old: unknown, newer: unknown) => contains(old as Schema, newer as Schema);

  test.each([
    ["a malformed keyword", { minLength: "3" }, { minLength: 3 }, "minLength"],
    ["a malformed keyword beside others", { items: [], additionalItems: true }, { items: [] }, "items"],
    ["a misspelt assertion", { type: "integer" }, { type: "integer", maxiumum: 5 }, "maxiumum"],
    [
      "another dialect’s assertion",
      { type: "object" },
      { unevaluatedProperties: false },
      "unevaluatedProperties",
    ],
    ["an assertion of MongoDB", { type: "object" }, { type: "object", bsonType: "long" }, "bsonType"],
    [
      "an extension that validators disagree about",
      { type: "string", nullable: true },
      { type: "string" },
      "nullable",
    ],
    ["a reference that leads nowhere", { $ref: "#/definitions/a" }, { type: "string" }, "$ref"],
    ["a reference that leads to itself", { $ref: "#" }, { type: "string" }, "$ref"],
  ])("%s", (_, old, newer, keyword) => {
    expect(kindOf(old, newer)).toMatchObject({ kind: "unknown", keyword });
  });

  test("is compatible all the same where both say it", () => {
    const old = { type: "integer", maxiumum: 5, nullable: true };
    expect(kindOf(old, { ...old, description: "new" })).toMatchObject({ kind: "compatible" });
  });

  test("a pattern that some validators cannot read is in nobody’s way where it stays", () => {
    const old = { type: "object", properties: { a: { type: "string", pattern: "^[\\w-_.]+$" } } };
    const newer = { ...old, properties: { ...old.properties, b: { type: "string" } } };
    expect(kindOf(old, newer)).toMatchObject({ kind: "compatible" });
    const other = { ...old, properties: { a: { type: "string", pattern: "^[\\w-_]+$" } } };
    expect(kindOf(old, other)).toMatchObject({ kind: "unknown", keyword: "pattern" });
    const valid = { ...old, properties: { a: { type: "string", pattern: "^[\\w_.-]+$" } } };
    for (const verdict of [kindOf(old, other), kindOf(old, valid), kindOf(valid, old)]) {
      expect(verdict).toMatchObject({ kind: "unknown", reason: expect.stringContaining("the “u” flag") });
    }
    expect(kindOf(old, { ...old, properties: { a: { type: "string" } } })).toMatchObject({
      kind: "compatible",
    });
    expect(kindOf({ type: "string" }, old.properties.a)).toMatchObject({
      kind: "unknown",
      keyword: "pattern",
    });
  });

  test("a pattern of names that some validators cannot read is in nobody’s way where it stays", () => {
    const extensible = (rest: Schema, additionalProperties: Schema = false) => ({
      type: "object",
      patternProperties: { "^x-[\\w\\_]+$": { type: "string" } },
      properties: { a: rest },
      additionalProperties,
    });
    const old = extensible({ type: "string", maxLength: 9 });
    expect(kindOf(old, extensible({ type: "string", maxLength: 10 })).kind).toBe("compatible");
    expect(kindOf(old, extensible({ type: "string", maxLength: 8 })).kind).not.toBe("compatible");
    expect(kindOf(old, { ...old, patternProperties: {} }).kind).toBe("unknown");
    expect(kindOf(old, { ...old, patternProperties: { "^x-": { type: "string" } } }).kind).toBe("unknown");
    expect(kindOf({ type: "object" }, old).kind).not.toBe("compatible");
  });

  test("a misspelt assertion elsewhere is in nobody’s way", () => {
    const old = { type: "object", properties: { a: { type: "integer", maxiumum: 5 } } };
    const newer = { ...old, properties: { ...old.properties, b: { type: "string" } } };
    expect(kindOf(old, newer)).toMatchObject({ kind: "compatible" });
    expect(kindOf(old, { ...newer, required: ["b"] })).toMatchObject({ kind: "incompatible", witness: {} });
  });

  test("annotations of one’s own are annotations", () => {
    expect(kindOf({ type: "string" }, { type: "string", privacy: { kind: "ip-address" } }).kind).toBe(
      "compatible",
    );
  });

  test("a validator that disagrees, or fails, has the last word", () => {
    const [old, newer] = [{ type: "string" }, { type: "number" }];
    expect(contains(old, newer, { judge: () => true })).toMatchObject({ kind: "unknown" });
    const fails = () => {
      throw new Error("no");
    };
    expect(contains(old, newer, { judge: fails })).toMatchObject({ kind: "unknown" });
  });

  test("nesting beyond all measure", () => {
    const nest = (inner: Schema, levels: number): Schema => {
      let result = inner;
      for (let level = 0; level < levels; level++) result = { properties: { a: result } };
      return result;
    };
    for (const levels of [1000, 20_000]) {
      const verdict = contains(nest({ type: "string" }, levels), nest({ type: "number" }, levels));
      expect(verdict.kind).toBe("unknown");
    }
  });
});

describe("witnesses", () => {
  test("hold what is required and what offends, and no more", () => {
    const old = {
      type: "object",
      required: ["id"],
      properties: { id: { type: "string" }, n: { type: "integer", maximum: 100 }, note: { type: "string" } },
    };
    const newer = { ...old, properties: { ...old.properties, n: { type: "integer", maximum: 50 } } };
    expect(contains(old, newer)).toMatchObject({ witness: { id: "", n: 51 } });
  });
});

test.each<[string, Schema, Schema, string]>([
  ["a name given up", { properties: { a: true, b: true } }, { properties: { a: true } }, "incompatible"],
  ["a constant with an undeclared name", { const: { b: 1 } }, { properties: { a: true } }, "incompatible"],
  ["a name more", { properties: { a: true } }, { properties: { a: true, b: true } }, "compatible"],
  [
    "a name given up in a recursive schema",
    { properties: { a: true, next: { $ref: "#" } } },
    { properties: { next: { $ref: "#" } } },
    "incompatible",
  ],
  [
    "another spelling of a recursive schema",
    { properties: { a: true, next: { $ref: "#" } } },
    { allOf: [{ properties: { next: { $ref: "#" } } }, { properties: { a: true } }] },
    "compatible",
  ],
])("where NEW is closed, too: %s", (_, old, newer, expected) => {
  expect(contains(old, newer, { isNewClosed: true }).kind).toBe(expected);
});
