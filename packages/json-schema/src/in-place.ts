import { type Data, type DataObject, isArray, isObject, isSchema, own, type Schema } from "./data.ts";
import { subschemas } from "./dialect.ts";
import { resolveReference } from "./pointer.ts";

/** The subschemas that judge the same value. */
export function inPlace(schema: DataObject): readonly Data[] {
  const lists = ["allOf", "anyOf", "oneOf"].flatMap((name) => {
    const list = own(schema, name);
    return isArray(list) ? list : [];
  });
  const singles = ["not", "if", "then", "else"].flatMap((name) => own(schema, name) ?? []);
  const dependencies = own(schema, "dependencies");
  const dependents = isObject(dependencies) ? Object.values(dependencies).filter(isSchema) : [];
  return [...lists, ...singles, ...dependents];
}

/** Beyond this a schema is no schema but an attack: validators follow each reference each time. */
const judgementLimit = 100_000;

/**
 * Whether references double so often that a validator would judge one value by more subschemas than it ever comes to
 * an end with.
 */
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
