import {
  annotationNames,
  assertionNames,
  type Data,
  type DataObject,
  foreignAssertions,
  isObject,
  own,
} from "@addendum/json-schema";

/**
 * Assertions of other drafts, of OpenAPI 3.0 and MongoDB, and extensions of validators. Anyone who writes one means more
 * than an annotation.
 */
const foreign: ReadonlySet<string> = new Set([
  ...foreignAssertions.keys(),
  ...(
    "nullable discriminator bsonType id $recursiveAnchor formatMinimum formatMaximum formatExclusiveMinimum " +
    "formatExclusiveMaximum instanceof typeof regexp range exclusiveRange patternRequired prohibited deepProperties " +
    "deepRequired allRequired anyRequired oneRequired uniqueItemProperties propertyDependencies"
  ).split(" "),
]);

const others: ReadonlySet<string> = new Set(
  (
    "unevaluatedProperties unevaluatedItems prefixItems minContains maxContains allRequired exclusiveRange " +
    "formatMinimum formatMaximum formatExclusiveMinimum formatExclusiveMaximum"
  ).split(" "),
);

/** Whether the dialect that has a keyword reads the keywords beside it. */
export function readsOthers(name: string): boolean {
  return others.has(name);
}

/** Whether the dialect that has a keyword is led elsewhere by it, where it is not followed here. */
export function refersElsewhere(name: string, value: string): boolean {
  return name === "$recursiveRef" || name === "$dynamicRef" || value.includes('"$ref"');
}

/**
 * Whether an `id` changes nothing even for a reader who takes it for the identifier of draft-04: it restricts no value,
 * and leads no reference elsewhere where it is the document's own, a mere fragment, or around no reference.
 */
export function isHarmlessId(schema: DataObject, isRoot: boolean): boolean {
  const id = own(schema, "id");
  return typeof id === "string" && (isRoot || id.startsWith("#") || !holdsReference(schema));
}

function holdsReference(data: Data): boolean {
  if (typeof data !== "object" || data === null) return false;
  return (isObject(data) && Object.hasOwn(data, "$ref")) || Object.values(data).some(holdsReference);
}

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
