import { matchesPattern } from "@addendum/json-schema";

/**
 * Whether a schema's `$id` matches a regular expression of the configuration. Identifiers come from strangers, so none
 * makes it backtrack; only where it needs more than an automaton does the engine decide, and where it cannot take long.
 */
export function matchesId(pattern: string, id: string): boolean {
  const matches = isQuick(pattern, id) ? undefined : matchesPattern(pattern, id, "");
  return matches ?? new RegExp(pattern).test(id);
}

/** Whether the engine takes at most quadratic time, of a short text: one character is all that repeats, in one place. */
function isQuick(pattern: string, id: string): boolean {
  return id.length <= 1000 && !pattern.includes("(") && pattern.split(/[*+?{]/).length <= 2;
}
