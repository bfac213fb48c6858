import { accepts, type Data, evaluate, resolved } from "@addendum/json-schema";
import { compile, judgeOnce } from "@addendum/json-schema/validator";
import fc from "fast-check";
import { expect, test } from "vitest";
import { examineVerdict } from "../test/oracle.ts";
import { Random } from "../test/random.ts";
import { instance } from "../test/random-instance.ts";
import { asCompared, dress, sharedSchema } from "../test/random-references.ts";
import { edit } from "../test/random-schema.ts";
import type { DataObject } from "@addendum/json-schema";
import { contains } from "./contains.ts";
import type { ContentModel } from "./verdict.ts";

/** How many random schemas are written otherwise; fewer where the tests themselves are on trial. */
const runs = Math.ceil(Number(process.env["CONTAINMENT_RUNS"] ?? 4000) / 4);
const random = fc.integer().map((seed) => new Random(seed));
const model = fc.constantFrom<ContentModel>("closed", "open");

test("no verdict hangs on how references are written", () => {
  const counts = { compatible: 0, incompatible: 0, unknown: 0 };
  fc.assert(
    fc.property(random, model, (source, contentModel) => {
      const old = sharedSchema(source, 3);
      const newer = edit(source, old) as DataObject;
      const seed = source.below(1e9);
      const written = {
        old: asCompared(dress(new Random(seed), old)),
        new: asCompared(dress(new Random(source.chance(0.5) ? seed : seed + 1), newer)),
      };
      const { verdict, fault } = examineVerdict(source, old, newer, contentModel, { written });
      counts[verdict.kind]++;
      expect(fault, JSON.stringify({ contentModel, old, newer, written })).toBeUndefined();
    }),
    { numRuns: runs },
  );
  expect(counts.compatible, JSON.stringify(counts)).toBeGreaterThan(runs / 8);
  expect(counts.incompatible, JSON.stringify(counts)).toBeGreaterThan(runs / 20);
  expect(counts.unknown, JSON.stringify(counts)).toBeLessThan(runs / 20);
});

test("a schema is contained in itself, written otherwise", () => {
  let unknown = 0;
  fc.assert(
    fc.property(random, (source) => {
      const schema = sharedSchema(source, 3);
      const [one, other] = [dress(source, schema), dress(source, schema)].map(asCompared);
      const { kind } = contains(one as DataObject, other as DataObject);
      if (kind === "unknown") unknown++;
      expect(kind, JSON.stringify([one, other])).not.toBe("incompatible");
    }),
    { numRuns: runs },
  );
  expect(unknown).toBeLessThan(runs / 20);
});

test("the evaluator and the validator judge what is meant", () => {
  fc.assert(
    fc.property(random, (source) => {
      const plain = sharedSchema(source, 3);
      const written = asCompared(dress(source, plain));
      const whole = resolved(written);
      const judge = compile(written);
      for (let count = 0; count < 4; count++) {
        const value = instance(source, plain, plain as Data);
        const isValid = evaluate(plain, value) === undefined;
        expect(evaluate(written, value) === undefined).toBe(isValid);
        expect(accepts(whole, whole, value)).toBe(accepts(plain, plain, value));
        expect(judge(value).length === 0, JSON.stringify({ plain, written, value })).toBe(isValid);
        expect(judgeOnce(written, value).length === 0).toBe(isValid);
      }
    }),
    { numRuns: runs / 4 },
  );
});
