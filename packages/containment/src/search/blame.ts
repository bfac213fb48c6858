import type { Branch } from "../formulas/branch.ts";
import type { Claim } from "../formulas/formula.ts";
import type { Blame } from "../formulas/solver.ts";

/** The claim that is to blame: what nobody can reason about, else what was denied last. */
export function blameOf({ facts }: Branch, claim?: Claim): Blame {
  const opaque = [...(claim ? [claim] : []), ...facts].find(
    ({ formula, holds }) => formula.kind === "opaque" && !(formula.isIgnored && holds),
  );
  const culprit = opaque ?? claim ?? facts.findLast(({ holds }) => !holds) ?? facts.at(-1);
  const origin = culprit?.formula.origin ?? { document: "new", path: undefined, keyword: "" };
  const reason =
    opaque?.formula.kind === "opaque"
      ? opaque.formula.reason
      : "the search found neither a proof nor a counterexample";
  return { ...origin, reason };
}
