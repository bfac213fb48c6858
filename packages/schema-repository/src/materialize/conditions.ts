import { type Data, type DataObject, equals } from "@addendum/json-schema";
import type { ObjectPart } from "./merge-parts.ts";

export const conditionKeywords: readonly string[] = ["if", "then", "else"];

/** The different `if`s, each with its `then` and `else`; one without either is listed only if it is the only one. */
export function distinctConditions(parts: readonly ObjectPart[]): DataObject[] {
  const kept: DataObject[] = [];
  for (const { schema } of parts) {
    if (!Object.hasOwn(schema, "if")) continue;
    const held = conditionKeywords.filter((key) => Object.hasOwn(schema, key));
    const condition = Object.fromEntries(held.map((key) => [key, schema[key] as Data]));
    if (!kept.some((one) => equals(one, condition))) kept.push(condition);
  }
  const asserting = kept.filter((one) => Object.keys(one).length > 1);
  return asserting.length > 0 ? asserting : kept.slice(0, 1);
}
