import type { Column, ColumnType, FieldPath } from "@addendum/event-fields";
import {
  type FieldReads,
  hasFields,
  isWithin,
  ReadCollector,
  type ReadField,
  type TableColumns,
} from "./reads.ts";
import { resolveFields } from "./resolve-fields.ts";

/** DuckDB's answer about a query before it runs: its columns with their types, or why it is refused. */
export type Binding =
  | { readonly kind: "bound"; readonly columns: readonly string[] }
  | { readonly kind: "refused"; readonly message: string };

/** Asks DuckDB whether a query binds to empty tables of these columns. */
export type Bind = (sql: string, tables: readonly TableColumns[]) => Promise<Binding>;

/**
 * The fields that a query of DuckDB reads: a field is read if the query no longer binds when the field has another
 * name. That is exact, whatever the query is made of, with two limits: paths into JSON are texts to DuckDB, and a name
 * that another table has as well may bind to that one. Other fields that its text names are reported as `mayRead`.
 */
export async function readByBinding(
  sql: string,
  tables: readonly TableColumns[],
  bind: Bind,
): Promise<FieldReads> {
  const byText = resolveFields(sql, "duckdb", tables);
  const whole = await bind(sql, tables);
  if (whole.kind === "refused") return { ...byText, problem: byText.problem ?? whole.message };
  const reads = new ReadCollector(tables);
  const fields = tables.flatMap(({ name, columns }) =>
    fieldPaths(columns).map((path): ReadField => ({ table: name, path })),
  );
  const words = sql.toLowerCase();
  const isNamed = ({ path }: ReadField) => words.includes((path.at(-1) as string).toLowerCase());
  const test = async (hidden: readonly ReadField[]) => {
    const binding = await bind(sql, withoutFields(tables, hidden));
    if (binding.kind === "refused") return "read";
    return String(binding.columns) === String(whole.columns) ? "unread" : "shown";
  };
  // Most fields are not named at all: one question settles them.
  const unnamed = fields.filter((field) => !isNamed(field));
  const together = unnamed.length === 0 ? "unread" : await test(unnamed);
  const single = fields.filter((field) => isNamed(field) || together !== "unread");
  for (const field of single) {
    const found = await test([field]);
    if (found === "read") {
      reads.addRead(field.table, field.path);
      if (byText.problem !== undefined) {
        for (let length = 1; length <= field.path.length; length += 1)
          reads.addMayRead(field.table, field.path.slice(0, length), "unreadable");
      }
    }
    if (found === "shown")
      reads.addMayRead(field.table, field.path, field.path.length === 1 ? "star" : "whole struct");
  }
  const bound = reads.result();
  for (const { table, path } of byText.read) {
    if (!bound.read.some((field) => field.table === table && isWithin(field.path, path)))
      reads.addMayRead(table, path, "unresolved");
  }
  if (byText.problem === undefined)
    for (const { table, path, reason } of byText.mayRead) reads.addMayRead(table, path, reason);
  return { ...reads.result(), unknownTables: byText.unknownTables };
}

/** Every column and every field in it. */
export function fieldPaths(columns: readonly Column[]): readonly FieldPath[] {
  return columns.flatMap(({ name, type }) => [[name], ...inside(type).map((path) => [name, ...path])]);
}

function inside(type: ColumnType): readonly FieldPath[] {
  if (!hasFields(type)) return [];
  if (type.kind === "struct") return fieldPaths(type.fields);
  const items = type.kind === "list" ? type.items : type.kind === "map" ? type.values : type;
  return inside(items).map((path) => ["*", ...path]);
}

/** The same tables, in which these fields have names that no query uses. */
export function withoutFields(
  tables: readonly TableColumns[],
  hidden: readonly ReadField[],
): readonly TableColumns[] {
  return tables.map((table) => {
    const paths = hidden.filter((field) => field.table === table.name).map(({ path }) => path);
    return paths.length === 0 ? table : { ...table, columns: hide(table.columns, paths) };
  });
}

function hide(columns: readonly Column[], paths: readonly FieldPath[]): readonly Column[] {
  return columns.map((column, index) => {
    const own = paths.filter(([name]) => name === column.name).map(([, ...rest]) => rest);
    if (own.length === 0) return column;
    const name = own.some((rest) => rest.length === 0) ? `hidden_field_${index}` : column.name;
    return {
      ...column,
      name,
      type: hideInside(
        column.type,
        own.filter((rest) => rest.length > 0),
      ),
    };
  });
}

function hideInside(type: ColumnType, paths: readonly FieldPath[]): ColumnType {
  if (paths.length === 0) return type;
  const below = paths.map(([, ...rest]) => rest);
  if (type.kind === "struct") return { kind: "struct", fields: hide(type.fields, paths) };
  if (type.kind === "list") return { kind: "list", items: hideInside(type.items, below) };
  return type.kind === "map" ? { kind: "map", values: hideInside(type.values, below) } : type;
}
