import type { AcceptedVersion, Comparison, Objection, Policy } from "./policies/policy.ts";

/**
 * The objections of a policy. Where a version between the two was accepted, what a policy has against declarations is
 * left out if the new version did not do it: if the accepted version differed from the old one at that place already,
 * or the new one says the same as the accepted one in another way. It is lost, and need not come back. Where the policy
 * objects to what the new version made of the accepted one at that place, the objection stands.
 */
export function* objectionsOf(policy: Policy, comparison: Comparison): Iterable<Objection> {
  const { accepted } = comparison;
  let settled: ReadonlySet<string> | undefined;
  for (const objection of policy.check(comparison)) {
    if (objection.isOnlySpelling === true) continue;
    if (accepted !== undefined && policy.comparesDeclarations) {
      settled ??= settledPlaces(policy, accepted);
      if (settled.has(placeOf(objection))) continue;
    }
    yield objection;
  }
}

function settledPlaces(policy: Policy, { sinceOld, untilNew }: AcceptedVersion): ReadonlySet<string> {
  const later = [...policy.check(untilNew)];
  const isReal = ({ isOnlySpelling = false }: Objection) => !isOnlySpelling;
  const settled = [...policy.check(sinceOld), ...later.filter((objection) => !isReal(objection))];
  const changed = new Set(later.filter(isReal).map(placeOf));
  return new Set(settled.map(placeOf).filter((place) => !changed.has(place)));
}

/** A declaration that is gone is gone, whether another one looks like it or not. */
function placeOf({ rule, path, isGone = false }: Objection): string {
  return JSON.stringify([isGone ? "gone" : rule.id, ...path]);
}
