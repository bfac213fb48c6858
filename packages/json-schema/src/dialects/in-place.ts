import { type Data, isObject, own, type Schema } from "../data/data.ts";
import { resolveReference } from "../data/pointer.ts";
import { inPlace, subschemas } from "./subschemas.ts";

/** Beyond this a schema is not a schema but an attack: validators follow each reference each time. */
const judgementLimit = 100_000;

/** Whether references multiply so much that a validator would never finish. */
export function multiplies(root: Schema): boolean {
  const counts = new Map<Data, number>();
  const count = (schema: Data): number => {
    if (!isObject(schema)) return 1;
    let known = counts.get(schema);
    if (known === undefined) {
      counts.set(schema, 1); // A schema that leads back to itself is a mistake that others report.
      const target =
        own(schema, "$ref") === undefined ? undefined : resolveReference(root, schema["$ref"] as Data);
      const parts = target === undefined ? inPlace(schema) : [target];
      known = parts.reduce<number>((sum, part) => sum + count(part), 1);
      counts.set(schema, known);
    }
    return known;
  };
  if (!JSON.stringify(root).includes('"$ref"')) return false;
  return [...subschemas(root)].some(({ schema }) => count(schema) > judgementLimit);
}
