import { accepts, type Data, type Schema } from "@addendum/json-schema";
import { compile } from "@addendum/json-schema/validator";
import { closeSchema } from "../src/closed/closed-model.ts";
import type { ContentModel, Verdict } from "../src/verdict.ts";
import { contains } from "../src/contains.ts";
import type { Random } from "./random.ts";
import { instance } from "./random-instance.ts";

export interface Comparison {
  readonly verdict: Verdict;
  /** What is wrong with the verdict, if anything is. */
  readonly fault: string | undefined;
}

/** Two schemas written otherwise. */
export interface Otherwise {
  readonly old: Schema;
  readonly new: Schema;
}

/**
 * Compares, and looks for whatever speaks against the verdict.
 * @param written what is compared: what is found is held against the schemas that mean the same
 */
export function examineVerdict(
  random: Random,
  old: Schema,
  newer: Schema,
  contentModel: ContentModel,
  {
    accepted,
    tries = 40,
    written = { old, new: newer },
  }: {
    readonly accepted?: Schema | undefined;
    readonly tries?: number;
    readonly written?: Otherwise | undefined;
  } = {},
): Comparison {
  const options = { contentModel, ...(accepted !== undefined && { accepted }) };
  const verdict = contains(written.old, written.new, options);
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
      if (written.old !== old && !isBreak(witness, written)) {
        return { verdict, fault: "the validator reads references otherwise" };
      }
      return { verdict, fault: undefined };
    }
    case "compatible": {
      const counterexample = findCounterexample(random, old, newer, contentModel, tries, accepted);
      if (counterexample === undefined) return { verdict, fault: undefined };
      return { verdict, fault: `a counterexample: ${JSON.stringify(counterexample.value)}` };
    }
    case "unknown": {
      const isUnresolved = /“[^”]*” (leads to (no|a)|is ambiguous|depends on)/.test(verdict.reason);
      const fault = written.old !== old && isUnresolved ? `a reference: ${verdict.reason}` : undefined;
      return { verdict, fault };
    }
  }
}

function isBreak(value: Data, { old, new: newer }: Otherwise): boolean {
  try {
    return compile(old)(value).length === 0 && compile(newer)(value).length > 0;
  } catch {
    return false; // A reference leads nowhere.
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
