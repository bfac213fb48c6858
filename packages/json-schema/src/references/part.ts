import type { Data, DataObject, Schema } from "../data/data.ts";
import { type Pointer, resolvePointer } from "../data/pointer.ts";
import { asFragment, resolved } from "./resolution.ts";

const whole = "whole:";

/**
 * A part of a schema as a schema of its own, in which references lead where they led; the part itself if it has none.
 * @param also what values of the part have to be valid under, too; it refers to nothing
 */
export function partOf(schema: Schema, pointer: Pointer, also?: DataObject): Schema {
  const part = resolvePointer(schema as Data, pointer) as Schema;
  const withAlso = (one: Schema): Schema => (also === undefined ? one : { allOf: [also, one as Data] });
  if (!JSON.stringify(part).includes('"$ref"')) return withAlso(part);
  const documents = new Map([[whole, schema]]);
  return resolved(withAlso({ $ref: `${whole}#${asFragment(pointer)}` }), { documents });
}
