import { accepts, type Data, type Schema } from "@addendum/json-schema";
import { compile } from "@addendum/json-schema/validator";
import { closeSchema } from "../src/closed-model.ts";
import type { ContentModel, Verdict } from "../src/verdict.ts";
import { contains } from "../src/contains.ts";
import type { Random } from "./random.ts";
import { instance } from "./random-instance.ts";

export interface Comparison {
  readonly verdict: Verdict;
  /** What is wrong with the verdict, if anything is. */
  readonly fault: string | undefined;
}

/** Compares, and looks for whatever speaks against the verdict. */
export function examineVerdict(
  random: Random,
  old: Schema,
  newer: Schema,
  contentModel: ContentModel,
  { accepted, tries = 40 }: { readonly accepted?: Schema | undefined; readonly tries?: number } = {},
): Comparison {
  const verdict = contains(old, newer, { contentModel, ...(accepted !== undefined && { accepted }) });
  switch (verdict.kind) {
    case "incompatible": {
      const { witness } = verdict;
      if (compile(old)(witness).length > 0)
        return { verdict, fault: "the validator refuses the witness under OLD" };
      if (compile(newer)(witness).length === 0) {
        return { verdict, fault: "the validator accepts the witness under NEW" };
      }
      if (accepted !== undefined && compile(accepted)(witness).length > 0) {
        return { verdict, fault: "the validator refuses the witness under what was accepted" };
      }
      return { verdict, fault: undefined };
    }
    case "compatible": {
      const counterexample = findCounterexample(random, old, newer, contentModel, tries, accepted);
      if (counterexample === undefined) return { verdict, fault: undefined };
      return { verdict, fault: `a counterexample: ${JSON.stringify(counterexample.value)}` };
    }
    case "unknown":
      return { verdict, fault: undefined };
  }
}

/** A value of OLD, and of what was accepted after it, that NEW refuses, near the bounds of one of them. */
export function findCounterexample(
  random: Random,
  old: Schema,
  newer: Schema,
  contentModel: ContentModel,
  tries: number,
  accepted: Schema = true,
): { readonly value: Data } | undefined {
  const closing = contentModel === "closed" ? closeSchema(old) : true;
  for (let count = 0; count < tries; count++) {
    const from = random.chance(0.6) ? old : accepted !== true && random.chance(0.5) ? accepted : newer;
    const value = instance(random, from, from as Data);
    if (accepts(old, old, value) !== true || accepts(newer, newer, value) !== false) continue;
    if ([closing, accepted].every((schema) => accepts(schema, schema, value) === true)) return { value };
  }
  return undefined;
}
