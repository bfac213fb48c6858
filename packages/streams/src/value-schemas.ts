import type { DataObject } from "@addendum/json-schema";

/** The JSON Schema of a text that people write. */
export const text: DataObject = { type: "string", minLength: 1, maxLength: 1000 };

/** The JSON Schema of a number of things. */
export function count(description: string, minimum = 1): DataObject {
  return { type: "integer", minimum, maximum: Number.MAX_SAFE_INTEGER, description };
}
