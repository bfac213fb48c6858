import draft07Schema from "ajv/dist/refs/json-schema-draft-07.json" with { type: "json" };
import type { Schema } from "../data/data.ts";
import { draft07 } from "../dialects/draft-07.ts";

/** The meta-schema that a URI names; undefined if it names none that is at hand. */
export function metaSchema(uri: string): Schema | undefined {
  return draft07.uris.includes(uri) ? draft07Schema : undefined;
}
