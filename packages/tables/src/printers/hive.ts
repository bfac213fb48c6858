import type { Column, ColumnType } from "@addendum/event-fields";
import { commentText, list, type Printer, storeJsonAsText } from "../printer.ts";
import { readType, type SimpleTypes } from "../read-type.ts";
import { partitionColumns } from "../table.ts";

/** Metastores hold this many characters of a column's comment. Source: Hive's schema of its metastore, COLUMNS_V2. */
const commentLimit = 250;

/**
 * Tables of Apache Hive: external, Parquet, partitioned by hour, as Wikimedia's refinery makes them, and widened with
 * CASCADE: without it, existing partitions read NULL for a new field even where their files have it.
 * Source: Hive's LanguageManual DDL; statements run on Hive 4.0.1.
 */
export const hive: Printer = {
  engine: "hive",
  summary: "Apache Hive: external Parquet tables, partitioned by hour",
  limits: [
    "Hive 2 and 3 refuse to widen a struct unless hive.metastore.disallow.incompatible.col.type.changes is false in the metastore; Hive 4 does not.",
  ],
  create({ name, columns, comment }, place) {
    const lines = [
      `CREATE EXTERNAL TABLE IF NOT EXISTS ${hive.qualify(name, place)} (`,
      list(columns, defineColumn),
      ")",
      ...(comment === undefined ? [] : [`COMMENT ${hiveText(comment, commentLimit)}`]),
      "PARTITIONED BY (",
      list(partitionColumns, defineColumn),
      ")",
      "STORED AS PARQUET",
      ...(place.location === undefined ? [] : [`LOCATION ${hiveText(place.location)}`]),
    ];
    return { statements: [lines.join("\n")], cannot: [] };
  },
  evolve({ name }, { columns, additions }, place) {
    const alter = `ALTER TABLE ${hive.qualify(name, place)}`;
    const added = additions.filter(({ within }) => within.length === 0).map(({ column }) => column);
    const widened = widenedColumns(additions, columns);
    const statements = [
      ...(added.length === 0 ? [] : [`${alter} ADD COLUMNS (\n${list(added, defineColumn)}\n) CASCADE`]),
      ...widened.map(({ name: column, type }) => {
        const quoted = backquoted(column);
        return `${alter} CHANGE COLUMN ${quoted} ${quoted} ${hiveType(type)} CASCADE`;
      }),
    ];
    const requires =
      "Before Hive 4, hive.metastore.disallow.incompatible.col.type.changes has to be false in the metastore: with its default, true, it refuses to widen a struct.";
    return { statements, cannot: [], ...(widened.length > 0 && { requires }) };
  },
  store: storeJsonAsText,
  readType: (text) => readType(text, hiveTypes),
  qualify: (table, { database }) => [...database, table].map(backquoted).join("."),
  writeType: hiveType,
};

/** Columns that are there and get further fields inside. */
export function widenedColumns(
  additions: Parameters<Printer["evolve"]>[1]["additions"],
  columns: readonly Column[],
): readonly Column[] {
  const names = new Set(
    additions.flatMap(({ within: [first] }) => (first?.kind === "field" ? [first.name] : [])),
  );
  return columns.filter(({ name }) => names.has(name));
}

export const hiveTypes: SimpleTypes = {
  boolean: { kind: "boolean" },
  bigint: { kind: "integer" },
  double: { kind: "number" },
  string: { kind: "string" },
  timestamp: { kind: "timestamp" },
};

export function hiveType(type: ColumnType): string {
  switch (type.kind) {
    case "boolean":
      return "BOOLEAN";
    case "integer":
      return "BIGINT";
    case "number":
      return "DOUBLE";
    case "string":
    case "json":
      return "STRING";
    case "timestamp":
      return "TIMESTAMP";
    case "list":
      return `ARRAY<${hiveType(type.items)}>`;
    case "map":
      return `MAP<STRING, ${hiveType(type.values)}>`;
    case "struct": {
      const fields = type.fields.map((field) => `${backquoted(field.name)}: ${hiveType(field.type)}`);
      return `STRUCT<${fields.join(", ")}>`;
    }
    case "other":
      return type.text;
  }
}

function defineColumn({ name, type, comment }: Column): string {
  const definition = `${backquoted(name)} ${hiveType(type)}`;
  return comment === undefined ? definition : `${definition} COMMENT ${hiveText(comment, commentLimit)}`;
}

/** A name that begins with `_` needs backquotes in Hive's parser, so every name gets them. */
export function backquoted(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}

/**
 * A text between quotes. `\;` and `$\{` mean what they say without the backslash, but keep a client from ending the
 * statement there, and Hive from putting a variable in.
 */
export function hiveText(text: string, limit = Infinity): string {
  const escaped = commentText(text, limit)
    .replaceAll("\\", "\\\\")
    .replaceAll("'", "\\'")
    .replaceAll(";", "\\;")
    .replaceAll("${", "$\\{");
  return `'${escaped}'`;
}
