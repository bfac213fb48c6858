import {
  accepts,
  type Data,
  dialectProblems,
  disputedKeyword,
  type Readings,
  readingsOf,
  resolve,
  type Schema,
} from "@addendum/json-schema";
import { type ContainsOptions, defaultBudget, type Verdict } from "./verdict.ts";
import { widerSchema } from "./wider.ts";

/** Compares two schemas of draft-07, in which nothing means different things to different readers. */
type Compare = (old: Schema, newer: Schema, options: ContainsOptions) => Verdict;

/**
 * Compares two schemas of any dialect: not at all where one cannot be judged as one of draft-07, and by each reading
 * where what its draft says is not what validators do. Where the readings differ in their verdicts, it is unknown.
 */
export function acrossDialects(
  old: Schema,
  newer: Schema,
  options: ContainsOptions,
  compare: Compare,
): Verdict {
  return shallow(() => {
    const refused = refusal("old", old) ?? refusal("new", newer);
    if (refused !== undefined) return widely(old, newer, options, compare) ?? refused;
    const verdict = byEachReading(resolve(old).schema, resolve(newer).schema, options, compare);
    if (verdict.kind !== "unknown") return verdict;
    const written = resolve(verdict.document === "old" ? old : newer);
    return { ...verdict, pointer: written.originalPointer(verdict.pointer) };
  });
}

/**
 * Where OLD cannot be judged and a version was accepted after it, that version may decide alone: if all that OLD may
 * accept, and the accepted version does, is an instance of NEW, then what OLD does accept is. Otherwise undefined.
 */
function widely(old: Schema, newer: Schema, options: ContainsOptions, compare: Compare): Verdict | undefined {
  const wider = options.accepted === undefined ? undefined : widerSchema(old);
  if (wider === undefined || (refusal("old", wider) ?? refusal("new", newer)) !== undefined) return undefined;
  const verdict = byEachReading(resolve(wider).schema, resolve(newer).schema, options, compare);
  return verdict.kind === "compatible" ? verdict : undefined;
}

/** What comes of it, unless the stack ends before: that is the one resource that nothing counts here. */
function shallow<T>(ask: () => T): T | Verdict {
  try {
    return ask();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return unknown("it is nested too deeply", 0);
  }
}

function byEachReading(old: Schema, newer: Schema, options: ContainsOptions, compare: Compare): Verdict {
  const [before, after] = [readingsOf(old), readingsOf(newer)];
  const { accepted, budget = defaultBudget, ...others } = options;
  // An accepted version that cannot be judged is left out.
  const between =
    accepted === undefined || shallow(() => refusal("old", accepted)) !== undefined
      ? undefined
      : readingsOf(resolve(accepted).schema);
  const by = (reading: keyof Readings, left: number) =>
    compare(before[reading], after[reading], {
      ...others,
      budget: left,
      ...(between !== undefined && { accepted: between[reading] }),
    });
  const verdict = by("byValidators", budget);
  if (verdict.kind === "unknown" || [before, after, between].every(isOne)) return verdict;
  const other = by("byDraft", Math.max(0, budget - verdict.steps));
  const steps = verdict.steps + other.steps;
  if (other.kind === "unknown") return { ...other, steps };
  if (verdict.kind === "incompatible" && other.kind === "incompatible") {
    const breaksIn = (reading: keyof Readings, value: Data) =>
      accepts(before[reading], before[reading], value) === true &&
      accepts(after[reading], after[reading], value) === false &&
      (between === undefined || accepts(between[reading], between[reading], value) === true);
    // An event that breaks anyone who reads is shown before one that breaks for validators only.
    const isShared = !breaksIn("byDraft", verdict.witness) && breaksIn("byValidators", other.witness);
    return { ...(isShared ? other : verdict), steps };
  }
  if (other.kind === verdict.kind) return { ...verdict, steps };
  return { ...byReading(old, newer), steps };
}

/** The verdict where one reading lets the change pass and another does not. */
function byReading(old: Schema, newer: Schema): Verdict & { readonly kind: "unknown" } {
  const change = "one reading permits the change, the other does not";
  const found = disputedKeyword(newer);
  const disputed = found ?? disputedKeyword(old);
  if (disputed === undefined) {
    return unknown(
      `in later drafts “format” is only a description, but many validators assert it: ${change}`,
      0,
    );
  }
  const { pointer, keyword } = disputed;
  const why =
    keyword === "nullable"
      ? "draft-07 ignores “nullable”, but some validators accept null because of it"
      : `draft-07 ignores “${keyword}” beside a “$ref”, but some validators apply it`;
  const document = found === undefined ? "old" : "new";
  return { kind: "unknown", document, pointer, keyword, reason: `${why}: ${change}`, steps: 0 };
}

function unknown(reason: string, steps: number): Verdict & { readonly kind: "unknown" } {
  return { kind: "unknown", document: "new", pointer: "", keyword: "", reason, steps };
}

/** Why a schema cannot be judged. */
function refusal(document: "old" | "new", schema: Schema): Verdict | undefined {
  const [written] = dialectProblems(schema);
  // What an unknown keyword contains is a schema only where a reference leads to it.
  const { schema: whole, originalPointer } = resolve(schema);
  const problem = written ?? dialectProblems(whole)[0];
  if (problem === undefined) return undefined;
  const { keyword, reason } = problem;
  const pointer = written?.pointer ?? originalPointer(problem.pointer);
  return { kind: "unknown", document, pointer, keyword, reason, steps: 0 };
}

function isOne(readings: Readings | undefined): boolean {
  return readings === undefined || readings.byDraft === readings.byValidators;
}
