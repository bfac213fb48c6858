import type { Column, ColumnType } from "@addendum/event-fields";
import { commentText, list, type Printer } from "../printer.ts";
import { readType, type SimpleTypes } from "../read-type.ts";
import { partitionColumns, type Table } from "../table.ts";
import { backquoted } from "./hive.ts";

/** What InnoDB stores at most. Source: MariaDB's “InnoDB Limitations”. */
const columnLimit = 1017;
/**
 * What a row of InnoDB stores in its page, without its header: bytes. Texts and JSON are stored beside the row, and
 * leave a pointer. Source: MariaDB's “Troubleshooting Row Size Too Large Errors”; counted out on MariaDB 10.11.
 */
const rowLimit = 8102;
/** Source: MariaDB's “Identifier Names”. */
const nameLimit = 64;
/** Source: MariaDB's “CREATE TABLE”, column comments. */
const commentLimit = 1024;

/** Tables of MariaDB. Objects and lists are JSON, so a new nested field needs no statement. Run on MariaDB 10.11. */
export const mariadb: Printer = {
  engine: "mariadb",
  summary: "MariaDB: objects and lists are stored as JSON",
  limits: [
    "MariaDB has no structs: objects, lists and maps are JSON, and a new field inside one needs no statement.",
    `InnoDB allows at most ${columnLimit} columns, about 380 of them text or JSON, and names of at most ${nameLimit} characters.`,
  ],
  create(table, place) {
    const { columns, cannot } = holdable(table, table.columns, []);
    const name = mariadb.qualify(table.name, place);
    const index = `  INDEX ${backquoted("hours")} (${partitionColumns.map((column) => backquoted(column.name)).join(", ")})`;
    const lines = [
      `CREATE TABLE IF NOT EXISTS ${name} (`,
      `${list([...columns, ...partitionColumns], defineColumn)},\n${index}`,
      // Text is stored beside the row, so that many columns fit.
      `) ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin${table.comment === undefined ? "" : ` COMMENT=${mariadbText(table.comment)}`}`,
    ];
    return { statements: [lines.join("\n")], cannot };
  },
  evolve(table, merged, place) {
    const added = merged.additions.filter(({ within }) => within.length === 0).map(({ column }) => column);
    const names = new Set(added.map(({ name }) => name));
    const present = merged.columns.filter(({ name }) => !names.has(name));
    const { columns, cannot } = holdable(table, added, present);
    const clauses = columns.map((column) => `  ADD COLUMN IF NOT EXISTS ${defineColumn(column)}`).join(",\n");
    const alter = `ALTER TABLE ${mariadb.qualify(table.name, place)}\n${clauses}`;
    return { statements: columns.length === 0 ? [] : [alter], cannot };
  },
  store: (type) =>
    type.kind === "list" || type.kind === "map" || type.kind === "struct" ? { kind: "json" } : type,
  readType: (text) => readType(text, mariadbTypes),
  qualify: (table, { database }) => [...database, table].map(backquoted).join("."),
  writeType: mariadbType,
};

/** The columns that fit beside those that are there, in their order, and a sentence about each that does not. */
function holdable(
  { name }: Pick<Table, "name">,
  columns: readonly Column[],
  present: readonly Column[],
): { readonly columns: readonly Column[]; readonly cannot: readonly string[] } {
  const cannot: string[] = [];
  let room = columnLimit - partitionColumns.length - present.length;
  let bytes = rowLimit - bytesOf(partitionColumns) - bytesOf(present);
  const held = columns.filter((column) => {
    const stays = `the column ${column.name} of ${name} is left out.`;
    if (column.name.length > nameLimit) {
      cannot.push(
        `MariaDB's names have at most ${nameLimit} characters: ${stays} Give its property a shorter name.`,
      );
      return false;
    }
    const size = bytesOf([column]);
    if (room === 0 || size > bytes) {
      const limit =
        room === 0
          ? `InnoDB allows at most ${columnLimit} columns`
          : "An InnoDB row has no room for more columns";
      cannot.push(`${limit}: ${stays} Group properties in objects, which are one column each.`);
      return false;
    }
    room--;
    bytes -= size;
    return true;
  });
  return { columns: held, cannot };
}

/** What columns take of a row: each has a bit that says whether it is null, too. */
function bytesOf(columns: readonly Column[]): number {
  return columns.reduce((sum, { type }) => sum + bytesInRow(type) + 1 / 8, 0);
}

function bytesInRow({ kind }: ColumnType): number {
  if (kind === "boolean") return 1;
  return kind === "integer" || kind === "number" || kind === "timestamp" ? 8 : 21;
}

const mariadbTypes: SimpleTypes = {
  "tinyint(1)": { kind: "boolean" },
  "bigint(20)": { kind: "integer" },
  bigint: { kind: "integer" },
  double: { kind: "number" },
  longtext: { kind: "string" },
  json: { kind: "json" },
  "datetime(6)": { kind: "timestamp" },
};

function mariadbType(type: ColumnType): string {
  switch (type.kind) {
    case "boolean":
      return "BOOLEAN";
    case "integer":
      return "BIGINT";
    case "number":
      return "DOUBLE";
    case "string":
      return "LONGTEXT";
    case "timestamp":
      return "DATETIME(6)";
    case "json":
    case "list":
    case "map":
    case "struct":
      return "JSON";
    case "other":
      return type.text;
  }
}

function defineColumn({ name, type, comment }: Column): string {
  const definition = `${backquoted(name)} ${mariadbType(type)}`;
  return comment === undefined ? definition : `${definition} COMMENT ${mariadbText(comment)}`;
}

function mariadbText(text: string): string {
  return `'${commentText(text, commentLimit).replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}
