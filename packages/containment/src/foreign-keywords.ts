import { annotationNames, assertionNames } from "@addendum/json-schema";

/** Assertions of other dialects, and extensions of validators. Whoever writes one means more than an annotation. */
const foreign = new Set(
  (
    "nullable discriminator id extends disallow divisibleBy unevaluatedProperties unevaluatedItems prefixItems " +
    "dependentRequired dependentSchemas minContains maxContains $recursiveRef $dynamicRef $recursiveAnchor " +
    "formatMinimum formatMaximum formatExclusiveMinimum formatExclusiveMaximum instanceof typeof regexp range " +
    "exclusiveRange patternRequired prohibited deepProperties deepRequired allRequired anyRequired oneRequired " +
    "uniqueItemProperties propertyDependencies"
  ).split(" "),
);

const assertions = assertionNames.filter((name) => name.length > 4);
const annotations = new Set(annotationNames);

/**
 * Whether an unknown keyword was probably meant to restrict events: another dialect's, or a misspelt one. Any other is
 * an annotation. Source: JSON Schema draft-07 §4.3.1, “Additional keywords”.
 */
export function isSuspicious(name: string): boolean {
  if (annotations.has(name)) return false;
  if (foreign.has(name)) return true;
  const lower = name.toLowerCase();
  return assertions.some((one) => isNear(lower, one.toLowerCase()));
}

/** At most two letters inserted, left out, changed or swapped; in short names one. */
function isNear(a: string, b: string): boolean {
  const limit = b.length > 6 ? 2 : 1;
  if (Math.abs(a.length - b.length) > limit) return false;
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  let before: number[] = [];
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const cost = a[row - 1] === b[column - 1] ? 0 : 1;
      let least = Math.min(
        (previous[column] as number) + 1,
        (current[column - 1] as number) + 1,
        (previous[column - 1] as number) + cost,
      );
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        least = Math.min(least, (before[column - 2] as number) + 1);
      }
      current.push(least);
    }
    [before, previous] = [previous, current];
  }
  return (previous[b.length] as number) <= limit;
}
