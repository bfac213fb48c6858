import { type Data, isArray, isObject, type Schema, isSchema } from "./data.ts";
import { join, type Pointer } from "./pointer.ts";

/** Both spellings of draft-07 mean the same; real event repositories write the first. */
export const draft07Uris: readonly string[] = [
  "https://json-schema.org/draft-07/schema#",
  "http://json-schema.org/draft-07/schema#",
  "https://json-schema.org/draft-07/schema",
  "http://json-schema.org/draft-07/schema",
];

/** How a keyword holds subschemas. Source: JSON Schema Validation draft-07 §6. */
type Holds = "schema" | "list" | "map" | "schema-or-list";

export const subschemaKeywords: ReadonlyMap<string, Holds> = new Map<string, Holds>([
  ["additionalItems", "schema"],
  ["additionalProperties", "schema"],
  ["allOf", "list"],
  ["anyOf", "list"],
  ["contains", "schema"],
  ["definitions", "map"],
  ["dependencies", "map"],
  ["else", "schema"],
  ["if", "schema"],
  ["items", "schema-or-list"],
  ["not", "schema"],
  ["oneOf", "list"],
  ["patternProperties", "map"],
  ["properties", "map"],
  ["propertyNames", "schema"],
  ["then", "schema"],
]);

export interface Subschema {
  readonly schema: Schema;
  readonly pointer: Pointer;
}

/** The schemas directly below one, in the order of its keys. */
export function* childSchemas(schema: Schema, pointer: Pointer = ""): Generator<Subschema> {
  if (!isObject(schema)) return;
  for (const [keyword, value] of Object.entries(schema)) {
    const holds = subschemaKeywords.get(keyword);
    if (holds === undefined) continue;
    const at = join(pointer, keyword);
    if (holds === "map") {
      if (!isObject(value)) continue;
      for (const [key, member] of Object.entries(value)) yield* asSubschema(member, join(at, key));
    } else if (isArray(value)) {
      if (holds === "schema") continue;
      for (const [index, member] of value.entries()) yield* asSubschema(member, join(at, index));
    } else {
      yield* asSubschema(value, at);
    }
  }
}

function* asSubschema(value: Data, pointer: Pointer): Generator<Subschema> {
  if (isSchema(value)) yield { schema: value, pointer };
}

/** A schema and everything below it, parents first. */
export function* subschemas(schema: Schema, pointer: Pointer = ""): Generator<Subschema> {
  yield { schema, pointer };
  for (const child of childSchemas(schema, pointer)) yield* subschemas(child.schema, child.pointer);
}
