import { keywordNames } from "@addendum/json-schema";
import { suggest } from "../words/suggestion.ts";
import { annotationKeywords } from "./annotations.ts";

/** Keywords of other dialects, and what draft-07 has instead. Sources: draft-03 to 2020-12, OpenAPI 3.0. */
const foreign: Readonly<Record<string, string>> = {
  $anchor: 'Draft-07 writes an anchor as `$id: "#name"`.',
  $defs: "Draft-07 writes `definitions`.",
  dependentRequired: "Draft-07 writes `dependencies`.",
  dependentSchemas: "Draft-07 writes `dependencies`.",
  discriminator: "It is a keyword of OpenAPI. In draft-07, tell alternatives apart with a `const` in each.",
  divisibleBy: "Draft-07 writes `multipleOf`.",
  example: "Draft-07 writes `examples`, a list.",
  extends: "Draft-07 writes `allOf`.",
  id: "Draft-07 writes `$id`.",
  maxContains: "Draft-07 has no such keyword.",
  minContains: "Draft-07 has no such keyword; `contains` requires at least one.",
  nullable:
    "It is a keyword of OpenAPI. In draft-07, list the type `null`; an optional property needs neither.",
  max: "Draft-07 writes `maximum` for numbers, `maxLength` for text and `maxItems` for lists.",
  min: "Draft-07 writes `minimum` for numbers, `minLength` for text and `minItems` for lists.",
  optional: "Every property that `required` does not list is optional.",
  prefixItems: "Draft-07 writes a list as `items`.",
  ref: "Draft-07 writes `$ref`.",
  regex: "Draft-07 writes `pattern`.",
  unevaluatedItems: "Draft-07 has no such keyword.",
  unevaluatedProperties: "Draft-07 has no such keyword.",
};

/** Why a keyword that draft-07 does not define was probably meant to assert something. */
export type MistakenKeyword =
  | { readonly kind: "foreign"; readonly advice: string }
  | { readonly kind: "misspelt"; readonly suggestion: string };

/** Undefined: nothing suggests that the keyword is more than an annotation. */
export function mistakenKeyword(keyword: string): MistakenKeyword | undefined {
  if (Object.hasOwn(foreign, keyword)) return { kind: "foreign", advice: foreign[keyword] as string };
  const suggestion = suggest(keyword, [...keywordNames, ...annotationKeywords]);
  return suggestion !== undefined && isNear(keyword, suggestion)
    ? { kind: "misspelt", suggestion }
    : undefined;
}

/** A short name is near to many. */
function isNear(name: string, suggestion: string): boolean {
  return name.length > 3 || name.toLowerCase() === suggestion.toLowerCase();
}
