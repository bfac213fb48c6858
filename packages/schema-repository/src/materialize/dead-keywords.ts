import { type DataObject, draft07, isArray, own } from "@addendum/json-schema";

/** A schema without the keywords that assert nothing where they are, and would beside what another schema holds. */
export function withoutDeadKeywords(schema: DataObject): DataObject {
  const names = Object.keys(schema);
  if (!names.some((name) => isDead(schema, name))) return schema;
  const live = names.filter((name) => !isDead(schema, name));
  return Object.fromEntries(live.map((name) => [name, schema[name] as DataObject[string]]));
}

/** Source: JSON Schema Validation draft-07 §6.4.2, §6.6. */
function isDead(schema: DataObject, name: string): boolean {
  const other = draft07.keywords.get(name)?.beside;
  if (other === undefined) return false;
  const value = own(schema, other);
  // One schema for all items leaves none for `additionalItems`.
  return value === undefined || (other === "items" && !isArray(value));
}
