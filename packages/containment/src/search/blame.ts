import { compilePattern, isObject, own, showJson } from "@addendum/json-schema";
import type { Branch } from "../formulas/branch.ts";
import type { Claim } from "../formulas/formula.ts";
import type { Blame } from "../formulas/solver.ts";

/** The claim to name as the reason: one that cannot be analysed, else the one that was negated last. */
export function blameOf({ facts }: Branch, claim?: Claim): Blame {
  const claims = [...(claim ? [claim] : []), ...facts];
  const doubtful = claims.find((one) => doubtAbout(one) !== undefined);
  const culprit = doubtful ?? claim ?? facts.findLast(({ holds }) => !holds) ?? facts.at(-1);
  const origin = culprit?.formula.origin ?? { document: "new", path: undefined, keyword: "" };
  const reason =
    (doubtful && doubtAbout(doubtful)) ?? "the search found neither a proof nor a counterexample";
  return { ...origin, reason };
}

/** Why a claim cannot be analysed. */
function doubtAbout({ formula, holds }: Claim): string | undefined {
  if (formula.kind === "opaque") return formula.isIgnored && holds ? undefined : formula.reason;
  const pattern = isObject(formula.schema) ? own(formula.schema, "pattern") : undefined;
  if (formula.kind !== "assertion" || typeof pattern !== "string") return undefined;
  if (compilePattern(pattern).kind !== "invalid") return undefined;
  return `${showJson(pattern)} is not a regular expression with the “u” flag, so validators disagree about it`;
}
