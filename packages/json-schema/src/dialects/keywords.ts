import type { Data } from "../data/data.ts";
import { type ApplicatorKeyword, keywordsWhere } from "./dialect.ts";
import { draft07 } from "./draft-07.ts";
import { holderChecks, type KeywordProblem } from "./keyword-values.ts";

/** The names of draft-07's keywords. */
export const keywordNames: readonly string[] = keywordsWhere(draft07, () => true);

/** The keywords of draft-07 that say nothing about which values are valid. */
export const annotationNames: readonly string[] = keywordsWhere(draft07, ({ says }) => says === "annotation");

/** The keywords of draft-07 that can make a value invalid. */
export const assertionNames: readonly string[] = keywordsWhere(draft07, ({ says }) => says === "assertion");

/** Whether a keyword can change which values are valid; all others are annotations, or wait to be referred to. */
export function isAsserting(name: string): boolean {
  return draft07.keywords.get(name)?.says === "assertion";
}

/** Whether a keyword beside a `$ref` makes a difference where it is not ignored. */
export function countsBesideReference(name: string): boolean {
  return name !== "$ref" && isAsserting(name);
}

/** The keywords of draft-07 that contain schemas. */
export const subschemaKeywords: ReadonlyMap<string, ApplicatorKeyword> = new Map(
  [...draft07.keywords].flatMap(([name, keyword]) => (keyword.holds === "value" ? [] : [[name, keyword]])),
);

/** The mistake in a keyword's value; undefined if it is right, or the dialect has no such keyword. */
export function checkKeyword(name: string, value: Data): KeywordProblem | undefined {
  const keyword = draft07.keywords.get(name);
  if (keyword === undefined) return undefined;
  return keyword.holds === "value" ? keyword.check(value) : holderChecks[keyword.holds](value);
}

/** The types that a keyword says something about; undefined: it is about values of any type, or about none. */
export function typesOfKeyword(name: string): readonly string[] | undefined {
  return draft07.keywords.get(name)?.types;
}
