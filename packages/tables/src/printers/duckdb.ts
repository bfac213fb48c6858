import type { ColumnType } from "@addendum/event-fields";
import { list, type Printer } from "../printer.ts";
import { readType, type SimpleTypes } from "../read-type.ts";
import { partitionColumns } from "../table.ts";
import { icebergPath } from "./iceberg.ts";
import { quoted, quotedText } from "./sql.ts";

/** Tables of DuckDB, the embedded engine. Statements run on DuckDB 1.5.6. */
export const duckdb: Printer = {
  engine: "duckdb",
  summary: "DuckDB: embedded, so it needs only a package",
  limits: ["DuckDB refuses to alter a table that has an index. The definitions create none; do not add any."],
  create({ name, columns, comment }, place) {
    const table = duckdb.qualify(name, place);
    const define = ({ name: column, type }: (typeof columns)[number]) =>
      `${quoted(column)} ${duckdbType(type)}`;
    const comments = columns.flatMap((column) => commentOn(table, quoted(column.name), column.comment));
    return {
      statements: [
        `CREATE TABLE IF NOT EXISTS ${table} (\n${list([...columns, ...partitionColumns], define)}\n)`,
        ...(comment === undefined ? [] : [`COMMENT ON TABLE ${table} IS ${quotedText(comment)}`]),
        ...comments,
      ],
      cannot: [],
    };
  },
  evolve({ name }, { additions }, place) {
    const table = duckdb.qualify(name, place);
    const statements = additions.flatMap((addition) => {
      const { within, column } = addition;
      const path = icebergPath(addition, quoted);
      const add = `ALTER TABLE ${table} ADD COLUMN IF NOT EXISTS ${path} ${duckdbType(column.type)}`;
      return [add, ...(within.length > 0 ? [] : commentOn(table, path, column.comment))];
    });
    return { statements, cannot: [] };
  },
  store: (type) => type,
  readType: (text) => readType(text, duckdbTypes),
  qualify: (table, { database }) => [...database, table].map(quoted).join("."),
  writeType: duckdbType,
};

const duckdbTypes: SimpleTypes = {
  boolean: { kind: "boolean" },
  bigint: { kind: "integer" },
  double: { kind: "number" },
  varchar: { kind: "string" },
  json: { kind: "json" },
  "timestamp with time zone": { kind: "timestamp" },
};

function duckdbType(type: ColumnType): string {
  switch (type.kind) {
    case "boolean":
      return "BOOLEAN";
    case "integer":
      return "BIGINT";
    case "number":
      return "DOUBLE";
    case "string":
      return "VARCHAR";
    case "json":
      return "JSON";
    case "timestamp":
      return "TIMESTAMP WITH TIME ZONE";
    case "list":
      return `${duckdbType(type.items)}[]`;
    case "map":
      return `MAP(VARCHAR, ${duckdbType(type.values)})`;
    case "struct":
      return `STRUCT(${type.fields.map((field) => `${quoted(field.name)} ${duckdbType(field.type)}`).join(", ")})`;
    case "other":
      return type.text;
  }
}

function commentOn(table: string, column: string, comment: string | undefined): string[] {
  return comment === undefined ? [] : [`COMMENT ON COLUMN ${table}.${column} IS ${quotedText(comment)}`];
}
