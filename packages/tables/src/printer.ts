import type { Column, ColumnType, Merged } from "@addendum/event-fields";
import type { Table } from "./table.ts";

/** Where a table is. */
export interface TablePlace {
  /** Catalog, database or schema, outermost first; empty for the connection's own. */
  readonly database: readonly string[];
  /** The directory of an external table's files. */
  readonly location?: string;
}

/** The statements that update a table, in order, and what the engine cannot do. */
export interface TablePlan {
  /** Without a semicolon at the end. */
  readonly statements: readonly string[];
  /** Sentences: which field stays out, and what to do. */
  readonly cannot: readonly string[];
  /** What has to be so before the statements run, as a sentence. */
  readonly requires?: string;
}

/** How one engine's tables are made, read and widened. A value per engine, registered in `printers/registry.ts`. */
export interface Printer {
  readonly engine: string;
  /** One line for people who choose an engine. */
  readonly summary: string;
  /** What this engine never does, as sentences; each plan that meets one says it again in `cannot`. */
  readonly limits: readonly string[];
  create(table: Table, place: TablePlace): TablePlan;
  /** @param merged what {@link mergeColumns} makes of the table's columns as they are and those that are wanted */
  evolve(table: Pick<Table, "name">, merged: Merged, place: TablePlace): TablePlan;
  /** The type in which the engine stores a column: MariaDB has JSON for what has parts. */
  store(type: ColumnType): ColumnType;
  /** The type that the engine describes by a text; `other` where Addendum never makes it. */
  readType(text: string): ColumnType;
  /** A table's name in a statement. */
  qualify(table: string, place: TablePlace): string;
  /** What it makes of a column's type. */
  writeType(type: ColumnType): string;
}

/** Text for a comment: one line, no control characters, at most so many code points. */
export function commentText(text: string, limit: number): string {
  const line = text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ").trim();
  const points = [...line];
  return points.length <= limit ? line : `${points.slice(0, limit - 1).join("")}…`;
}

/** Columns and what follows them, a line each. */
export function list(columns: readonly Column[], print: (column: Column) => string): string {
  return columns.map((column) => `  ${print(column)}`).join(",\n");
}

/** A type in which JSON is stored as text, for engines that have all other types. */
export function storeJsonAsText(type: ColumnType): ColumnType {
  switch (type.kind) {
    case "json":
      return { kind: "string" };
    case "list":
      return { kind: "list", items: storeJsonAsText(type.items) };
    case "map":
      return { kind: "map", values: storeJsonAsText(type.values) };
    case "struct":
      return {
        kind: "struct",
        fields: type.fields.map((field) => ({ ...field, type: storeJsonAsText(field.type) })),
      };
    default:
      return type;
  }
}
