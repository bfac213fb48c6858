import { type DataObject, isObject } from "../data/data.ts";
import { keywordsWhere } from "./dialect.ts";
import { draft07 } from "./draft-07.ts";
import { join, type Pointer } from "../data/pointer.ts";

/** The keywords that hold regular expressions. */
export const patternKeywords: readonly string[] = keywordsWhere(
  draft07,
  ({ pattern }) => pattern !== undefined,
);

/** The regular expressions that a schema itself holds, and where below it. */
export function patternsOf(
  schema: DataObject,
): readonly { readonly text: string; readonly pointer: Pointer }[] {
  return patternKeywords.flatMap((keyword) => {
    if (!Object.hasOwn(schema, keyword)) return [];
    const value = schema[keyword];
    const pointer = join("", keyword);
    if (draft07.keywords.get(keyword)?.pattern === "value") {
      return typeof value === "string" ? [{ text: value, pointer }] : [];
    }
    return isObject(value) ? Object.keys(value).map((text) => ({ text, pointer: join(pointer, text) })) : [];
  });
}
