import { contains } from "@addendum/containment";
import type { DataObject, Schema } from "@addendum/json-schema";

/** Steps of the search for one question: a mistake shows after few. */
const budget = 2_000;

/**
 * Text of schemas that may be read for the questions about one whole schema, in UTF-16 units: thousands of questions
 * about an event, a few dozen about a large recursive schema, so that no commit waits for long.
 */
const allowance = 3_000_000;

const left = new WeakMap<DataObject, number>();

/**
 * Whether every value of one schema is proved to be one of another, undeclared members included. False where that is not
 * so, not decided, or no longer asked.
 * @param root the whole schema that the question is about
 */
export function isProvedPart(root: DataObject, part: Schema, of: Schema): boolean {
  const remaining = left.get(root) ?? allowance;
  if (remaining <= 0) return false;
  left.set(root, remaining - JSON.stringify([part, of]).length);
  return contains(part, of, { contentModel: "open", budget }).kind === "compatible";
}

/** Whether a schema is proved to accept nothing. */
export function isProvedEmpty(root: DataObject, schema: Schema): boolean {
  return isProvedPart(root, schema, false);
}

/** Whether a pattern is proved to match no text. */
export function matchesNothing(root: DataObject, pattern: string): boolean {
  // Only what looks at its surroundings can contradict itself; at the ends, anchors never do.
  const inner = pattern.replaceAll(/\[\^|^\^|\$$/g, "");
  if (!/[\^$]|\\[bB]|\(\?<?[=!]|\[\]/.test(inner)) return false;
  return isProvedEmpty(root, { type: "string", pattern });
}
