import type { Data, Schema } from "../data/data.ts";
import { type Pointer, resolvePointer } from "../data/pointer.ts";
import { asFragment, resolved } from "./resolution.ts";

const whole = "whole:";

/** A part of a schema as a schema of its own, in which references lead where they led; the part itself if it has none. */
export function partOf(schema: Schema, pointer: Pointer): Schema {
  const part = resolvePointer(schema as Data, pointer) as Schema;
  if (!JSON.stringify(part).includes('"$ref"')) return part;
  const documents = new Map([[whole, schema]]);
  return resolved({ $ref: `${whole}#${asFragment(pointer)}` }, { documents });
}
