import type { Column, ColumnType, FieldPath } from "@addendum/event-fields";
import { hasFields, type MayReadReason, type ReadCollector } from "../reads.ts";

/** A place of a table that an expression's value comes from. */
export interface Place {
  readonly table: string;
  readonly path: FieldPath;
  readonly type: ColumnType;
}

/** The value of an expression: the fields that it may contain. */
export interface Value {
  readonly places: readonly Place[];
  /** Of a struct that the query makes: its fields, by their folded names. */
  readonly fields?: ReadonlyMap<string, Value>;
  /** Of a list that the query makes. */
  readonly items?: Value;
}

export const nothing: Value = { places: [] };

/** A column of a relation, or of what a query gives. */
export interface OutputColumn {
  /** Folded; empty where it has no name. */
  readonly name: string;
  readonly value: Value;
  /** Whether only a `*` named it, so nothing has read it yet. */
  readonly isStarred: boolean;
}

export function folded(name: string): string {
  return name.toLowerCase();
}

export function columnValue(table: string, column: Column): Value {
  return { places: [{ table, path: [column.name], type: column.type }] };
}

export function either(values: readonly Value[]): Value {
  const [only, ...more] = values.filter((value) => value !== nothing);
  if (only === undefined) return nothing;
  if (more.length === 0) return only;
  const all = [only, ...more];
  const items = all.flatMap((value) => value.items ?? []);
  const names = new Set(all.flatMap(({ fields }) => [...(fields?.keys() ?? [])]));
  const fields = new Map(
    [...names].map((name) => [name, either(all.flatMap((value) => value.fields?.get(name) ?? []))]),
  );
  return {
    places: all.flatMap(({ places }) => places),
    ...(items.length > 0 && { items: either(items) }),
    ...(fields.size > 0 && { fields }),
  };
}

/** The value of a list's items or a map's members. */
export function itemsOf({ places, items }: Value): Value {
  return {
    places: places.flatMap(({ table, path, type }) => {
      if (type.kind === "list") return { table, path: [...path, "*"], type: type.items };
      return type.kind === "map" ? { table, path: [...path, "*"], type: type.values } : [];
    }),
    ...items,
    ...(items !== undefined && { places: [...items.places] }),
  };
}

export function isMap({ places }: Value): boolean {
  return places.some(({ type }) => type.kind === "map");
}

/** The fields of a struct, in their order. */
export function fieldsOf({ places, fields }: Value): readonly OutputColumn[] {
  if (fields !== undefined) return [...fields].map(([name, value]) => ({ name, value, isStarred: true }));
  return places.flatMap(({ table, path, type }) =>
    type.kind === "struct"
      ? type.fields.map((field) => ({
          name: folded(field.name),
          value: { places: [{ table, path: [...path, field.name], type: field.type }] },
          isStarred: true,
        }))
      : [],
  );
}

/** A column is named: it is read. */
export function reference(value: Value, reads: ReadCollector): Value {
  for (const { table, path } of value.places) reads.addRead(table, path);
  return value;
}

/** A value goes where its fields cannot be followed: all of them may be read. */
export function consume(value: Value, reads: ReadCollector, reason: MayReadReason = "whole struct"): void {
  for (const { table, path, type } of value.places) {
    if (reason !== "whole struct" || hasFields(type)) reads.addMayRead(table, path, reason);
  }
  for (const field of value.fields?.values() ?? []) consume(field, reads, reason);
  if (value.items !== undefined) consume(value.items, reads, reason);
}

/**
 * A field of a struct, or of the structs in a list, or a member of a map by its name. It is read.
 * @param offset where it is in the query
 */
export function member(value: Value, name: string, reads: ReadCollector, offset: number): Value {
  const own = value.fields?.get(folded(name));
  if (own !== undefined) return own;
  const places = value.places.flatMap((place) => memberPlace(place, name, reads, offset));
  for (const { table, path } of places) reads.addRead(table, path);
  const items = value.items?.fields?.get(folded(name));
  return { places, ...(items !== undefined && { items }) };
}

function memberPlace(
  { table, path, type }: Place,
  name: string,
  reads: ReadCollector,
  offset: number,
): readonly Place[] {
  switch (type.kind) {
    case "struct": {
      const field = type.fields.find((one) => folded(one.name) === folded(name));
      if (field !== undefined) return [{ table, path: [...path, field.name], type: field.type }];
      reads.addUndeclared({ table, path: [...path, name], offset });
      return [];
    }
    case "list":
      // Hive and Spark: the field of every item, as a list.
      return memberPlace({ table, path: [...path, "*"], type: type.items }, name, reads, offset).map(
        (place) => ({ ...place, type: { kind: "list", items: place.type } }),
      );
    case "map":
      return [{ table, path: [...path, "*"], type: type.values }];
    case "json":
      reads.addMayRead(table, [...path, name], "json path");
      return [];
    default:
      return [];
  }
}
