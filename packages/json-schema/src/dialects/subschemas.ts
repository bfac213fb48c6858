import {
  type Data,
  type DataObject,
  isArray,
  isObject,
  isSchema,
  type Schema,
  setOwn,
} from "../data/data.ts";
import type { SchemaHolder } from "./keyword-values.ts";
import { subschemaKeywords } from "./keywords.ts";
import { join, type Pointer } from "../data/pointer.ts";

export interface Subschema {
  readonly schema: Schema;
  readonly pointer: Pointer;
}

/** The schemas directly below one, in the order of its keys. */
export function* childSchemas(schema: Schema, pointer: Pointer = ""): Generator<Subschema> {
  if (!isObject(schema)) return;
  for (const [name, value] of Object.entries(schema)) {
    const keyword = subschemaKeywords.get(name);
    if (keyword === undefined) continue;
    const at = join(pointer, name);
    if (keyword.holds === "map" || keyword.holds === "schema-or-names") {
      if (!isObject(value)) continue;
      for (const [key, member] of Object.entries(value)) yield* asSubschema(member, join(at, key));
    } else if (isArray(value)) {
      if (keyword.holds === "schema") continue;
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

/**
 * The schema with each schema directly below it replaced; the same object where none changed. What is where the
 * meta-schema wants a schema and is none stays as it is.
 */
export function mapSubschemas(
  schema: DataObject,
  replace: (subschema: Schema, keyword: string) => Data,
): DataObject {
  let changed: Record<string, Data> | undefined;
  for (const name of Object.keys(schema)) {
    const keyword = subschemaKeywords.get(name);
    if (keyword === undefined) continue;
    const value = schema[name] as Data;
    const replaced = replaceHeld(keyword.holds, value, (one) => (isSchema(one) ? replace(one, name) : one));
    if (replaced === value) continue;
    changed ??= { ...schema };
    setOwn(changed, name, replaced);
  }
  return changed ?? schema;
}

function replaceHeld(holds: SchemaHolder, value: Data, replace: (held: Data) => Data): Data {
  switch (holds) {
    case "schema":
      return replace(value);
    case "list":
      return isArray(value) ? replaceItems(value, replace) : value;
    case "schema-or-list":
      return isArray(value) ? replaceItems(value, replace) : replace(value);
    case "map":
    case "schema-or-names":
      return isObject(value) ? replaceMembers(value, replace) : value;
  }
}

function replaceItems(list: readonly Data[], replace: (item: Data) => Data): readonly Data[] {
  const replaced = list.map(replace);
  return replaced.every((item, index) => item === list[index]) ? list : replaced;
}

function replaceMembers(map: DataObject, replace: (member: Data) => Data): DataObject {
  let changed: Record<string, Data> | undefined;
  for (const name of Object.keys(map)) {
    const member = map[name] as Data;
    const replaced = replace(member);
    if (replaced === member) continue;
    changed ??= { ...map };
    setOwn(changed, name, replaced);
  }
  return changed ?? map;
}

const inPlaceKeywords = new Set(
  [...subschemaKeywords].flatMap(([name, { appliesTo }]) => (appliesTo === "value" ? [name] : [])),
);

/** The subschemas that judge the same value as the schema that contains them. */
export function inPlace(schema: DataObject): readonly Schema[] {
  const found: Schema[] = [];
  for (const name of inPlaceKeywords) {
    if (!Object.hasOwn(schema, name)) continue;
    const value = schema[name] as Data;
    const held = isArray(value)
      ? value
      : subschemaKeywords.get(name)?.holds === "schema-or-names" && isObject(value)
        ? Object.values(value)
        : [value];
    found.push(...held.filter(isSchema));
  }
  return found;
}
