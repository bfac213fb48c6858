import { type Data, type DataObject, isObject, type Schema } from "../data/data.ts";
import { type Pointer, resolvePointer } from "../data/pointer.ts";
import { asFragment, resolved } from "./resolution.ts";

const whole = "whole:";

/** By schema and pointer: a document that has the part as the second member of its `allOf`. */
const documents = new WeakMap<object, Map<Pointer, { readonly allOf: readonly [Data, Data] }>>();
const referring = new WeakMap<object, boolean>();

/**
 * A part of a schema as a schema of its own, in which references lead where they led; the part itself if it has none.
 * @param also what values of the part have to be valid under, too; it refers to nothing
 */
export function partOf(schema: Schema, pointer: Pointer, also?: DataObject): Schema {
  const part = resolvePointer(schema as Data, pointer) as Schema;
  if (!isObject(part) || !isObject(schema) || !refersToAnything(part)) {
    return also === undefined ? part : { allOf: [also, part as Data] };
  }
  const document = documentOf(schema, pointer);
  return { ...document, allOf: [also ?? true, document.allOf[1]] };
}

/** Written once for all questions about a part: no reference of it leads to what is beside it in the `allOf`. */
function documentOf(schema: DataObject, pointer: Pointer): { readonly allOf: readonly [Data, Data] } {
  let known = documents.get(schema);
  if (known === undefined) documents.set(schema, (known = new Map()));
  let document = known.get(pointer);
  if (document === undefined) {
    const wrapped = { allOf: [true, { $ref: `${whole}#${asFragment(pointer)}` }] };
    document = resolved(wrapped, { documents: new Map([[whole, schema]]) }) as unknown as {
      readonly allOf: readonly [Data, Data];
    };
    known.set(pointer, document);
  }
  return document;
}

function refersToAnything(part: DataObject): boolean {
  let refers = referring.get(part);
  if (refers === undefined) {
    refers = JSON.stringify(part).includes('"$ref"');
    referring.set(part, refers);
  }
  return refers;
}
