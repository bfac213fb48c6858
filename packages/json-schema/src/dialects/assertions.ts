import { type Data, isArray, isObject, type Schema } from "../data/data.ts";
import { isAsserting } from "./keywords.ts";
import { resolveReference } from "../data/pointer.ts";

/**
 * Whether a schema accepts every value: true, `{}`, only annotations, or a combination of such schemas.
 * @param root where the targets of references are found; without it a reference says something
 */
export function saysNothing(schema: Data, root?: Schema): boolean {
  return isEmpty(schema, root, new Set());
}

function isEmpty(schema: Data, root: Schema | undefined, seen: ReadonlySet<Data>): boolean {
  if (!isObject(schema)) return schema === true;
  // What refers to itself says nothing but what is beside that, and is refused elsewhere.
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
