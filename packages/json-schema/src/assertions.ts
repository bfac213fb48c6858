import { type Data, isArray, isObject, type Schema } from "./data.ts";
import { subschemaKeywords } from "./dialect.ts";
import { resolveReference } from "./pointer.ts";

/**
 * The keywords that say something about values by themselves, beside those that hold subschemas.
 * Source: JSON Schema Validation draft-07 §6 and §7.
 */
export const assertions: ReadonlySet<string> = new Set(
  (
    "$ref type enum const multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern " +
    "maxItems minItems uniqueItems maxProperties minProperties required format"
  ).split(" "),
);

/** Whether a keyword can change which values are valid; all others are annotations, or wait to be referred to. */
export function isAsserting(keyword: string): boolean {
  return assertions.has(keyword) || (subschemaKeywords.has(keyword) && keyword !== "definitions");
}

/**
 * Whether a schema says nothing about values: true, `{}`, annotations alone, or what such schemas are put together to.
 * All these mean the same.
 * @param root where the targets of references are found; without it a reference says something
 */
export function saysNothing(schema: Data, root?: Schema): boolean {
  return isEmpty(schema, root, new Set());
}

function isEmpty(schema: Data, root: Schema | undefined, seen: ReadonlySet<Data>): boolean {
  if (!isObject(schema)) return schema === true;
  // What refers to itself says nothing but what stands beside that, and is refused elsewhere.
  if (seen.has(schema)) return false;
  const within = new Set([...seen, schema]);
  const isEmptyPart = (part: Data | undefined) => part !== undefined && isEmpty(part, root, within);
  return Object.entries(schema).every(([keyword, value]) => {
    if (!isAsserting(keyword)) return true;
    if (keyword === "$ref") return root !== undefined && isEmptyPart(resolveReference(root, value));
    if (!isArray(value)) return false;
    return keyword === "allOf" ? value.every(isEmptyPart) : keyword === "anyOf" && value.some(isEmptyPart);
  });
}
