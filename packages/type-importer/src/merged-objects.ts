import type { DataObject } from "@addendum/json-schema";
import { isSame } from "./union.ts";

/** The object that both are: what one of them does not require is optional, and a member may be what either says. */
export function mergeObjects(a: DataObject, b: DataObject): DataObject {
  // What one of them goes without, the other one may have.
  const members = (schema: DataObject) =>
    Object.entries((schema["properties"] ?? {}) as Record<string, DataObject | false>);
  const merged = new Map(members(a));
  for (const [name, schema] of members(b)) {
    const other = merged.get(name);
    if (other === undefined || other === false) merged.set(name, schema);
    else if (schema !== false && !isSame(other, schema)) merged.set(name, eitherOf(other, schema));
  }
  const namesOf = (schema: DataObject) => (schema["required"] ?? []) as readonly string[];
  const required = namesOf(a).filter((name) => namesOf(b).includes(name));
  // What only one of them says of undeclared members does not hold for the other.
  const open = ["patternProperties", "additionalProperties"].filter(
    (keyword) => JSON.stringify(a[keyword]) === JSON.stringify(b[keyword]) && a[keyword] !== undefined,
  );
  const {
    properties: _properties,
    required: _required,
    patternProperties: _patterns,
    additionalProperties: _additional,
    ...rest
  } = { ...a, ...b };
  return {
    ...rest,
    ...(required.length > 0 && { required }),
    ...(merged.size > 0 && { properties: Object.fromEntries(merged) }),
    ...Object.fromEntries(open.map((keyword) => [keyword, a[keyword] as DataObject])),
  };
}

function eitherOf(a: DataObject, b: DataObject): DataObject {
  const [first, second] = [a["enum"], b["enum"]];
  // Tags that tell the types apart are one enumeration.
  if (Array.isArray(first) && Array.isArray(second) && a["type"] === b["type"]) {
    return { ...a, ...b, enum: [...new Set([...first, ...second])] };
  }
  const alternatives = (schema: DataObject) =>
    Object.keys(schema).join() === "anyOf" ? (schema["anyOf"] as DataObject[]) : [schema];
  const all = [...alternatives(a), ...alternatives(b)];
  return { anyOf: all.filter((one, index) => all.findIndex((other) => isSame(one, other)) === index) };
}
