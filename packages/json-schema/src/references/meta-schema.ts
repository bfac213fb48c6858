import draft07 from "ajv/dist/refs/json-schema-draft-07.json" with { type: "json" };
import type { Schema } from "../data.ts";
import { draft07Uris } from "../dialect.ts";

/** The meta-schema that a URI names; undefined where it names none that is at hand. */
export function metaSchema(uri: string): Schema | undefined {
  return draft07Uris.includes(uri) ? draft07 : undefined;
}
