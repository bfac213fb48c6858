import { matchesPattern } from "@addendum/json-schema";

/**
 * Whether a schema's `$id` matches a regular expression of the configuration. Identifiers are anybody's word, so none
 * makes it backtrack; only where it needs more than an automaton does the engine decide.
 */
export function matchesId(pattern: string, id: string): boolean {
  return matchesPattern(pattern, id, "") ?? new RegExp(pattern).test(id);
}
