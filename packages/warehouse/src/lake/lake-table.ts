import { type Column, type ColumnType, parseDuration } from "@addendum/event-fields";
import { printers } from "@addendum/tables";

const printer = printers.find(({ engine }) => engine === "duckdb")!;

/** The origin of a table's events, so that the table is recognized when its stream is no longer listed. */
export interface TableOrigin {
  /** Absent where tables are named after titles. */
  readonly stream?: string;
  readonly title: string;
  readonly major: number;
}

/** A table of the lake. */
export interface LakeTable {
  readonly name: string;
  readonly origin?: TableOrigin;
  readonly columns: readonly Column[];
  /** Days for which its events are stored; undefined: without end. */
  readonly retentionDays: number | undefined;
}

/** The name of a text, as DuckDB's SQL quotes it. */
export function quotedName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function quotedText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The type of a table's events for `read_json`: a struct of properties, with the names and types that events have. */
export function readType(columns: readonly Column[]): string {
  const members = columns.flatMap(({ name, type, sources = [name] }) =>
    sources.map((source) => `${quotedName(source)} ${readTypeOf(type)}`),
  );
  return `STRUCT(${members.join(", ")})`;
}

function readTypeOf(type: ColumnType): string {
  switch (type.kind) {
    case "struct":
      return readType(type.fields);
    case "list":
      return `${readTypeOf(type.items)}[]`;
    case "map":
      return `MAP(VARCHAR, ${readTypeOf(type.values)})`;
    // Parquet's readers know JSON as text.
    case "json":
      return "JSON";
    default:
      return printer.writeType(type);
  }
}

/** A table's columns, from an expression that holds an event as {@link readType} has it. */
export function selectColumns(columns: readonly Column[], event: string): string {
  return columns.map((column) => `${memberOf(column, event)} AS ${quotedName(column.name)}`).join(", ");
}

/** Whether a field of a person is never to be stored: `retention: none`. */
export function isNeverStored({ personal }: Column): boolean {
  return personal?.retention !== undefined && parseDuration(personal.retention) === 0;
}

function nothingOf({ type }: Column): string {
  const [stored] = storedColumns([{ name: "", type }]) as [Column];
  return `NULL::${printer.writeType(stored.type)}`;
}

function memberOf(column: Column, holder: string): string {
  if (isNeverStored(column)) return nothingOf(column);
  const { name, type, sources = [name] } = column;
  const parts = sources.map((source) => converted(type, `struct_extract(${holder}, ${quotedText(source)})`));
  return parts.length === 1 ? (parts[0] as string) : `coalesce(${parts.join(", ")})`;
}

/**
 * A value with the names that its column has inside. A map in which a name appears twice is refused, as an object is:
 * `read_json` would take it.
 */
function converted(type: ColumnType, value: string, depth = 0): string {
  if (type.kind === "json") return `CAST(${value} AS VARCHAR)`;
  if (!isConverted(type)) return value;
  const item = `i${depth}`;
  switch (type.kind) {
    case "struct": {
      const fields = type.fields.map(
        (field) => `${quotedName(field.name)} := ${memberAt(field, value, depth)}`,
      );
      return `CASE WHEN ${value} IS NULL THEN NULL ELSE struct_pack(${fields.join(", ")}) END`;
    }
    case "list":
      return `list_transform(${value}, lambda ${item}: ${converted(type.items, item, depth + 1)})`;
    case "map": {
      // It takes a third of the time that making the map anew does.
      if (!isConverted(type.values)) {
        return `CASE WHEN len(list_distinct(map_keys(${value}))) < cardinality(${value}) THEN error('duplicate key in a map') ELSE ${value} END`;
      }
      const entry = `struct_pack(k := ${item}.key, v := ${converted(type.values, `${item}.value`, depth + 1)})`;
      return `map_from_entries(list_transform(map_entries(${value}), lambda ${item}: ${entry}))`;
    }
    default:
      return value;
  }
}

function memberAt(column: Column, holder: string, depth: number): string {
  if (isNeverStored(column)) return nothingOf(column);
  const { name, type, sources = [name] } = column;
  const parts = sources.map((source) =>
    converted(type, `struct_extract(${holder}, ${quotedText(source)})`, depth),
  );
  return parts.length === 1 ? (parts[0] as string) : `coalesce(${parts.join(", ")})`;
}

/** Whether something inside of a type is not stored as it is read, or has to be looked at. */
function isConverted(type: ColumnType): boolean {
  switch (type.kind) {
    case "struct":
      return type.fields.some(
        (field) => field.sources !== undefined || isNeverStored(field) || isConverted(field.type),
      );
    case "list":
      return isConverted(type.items);
    default:
      return type.kind === "json" || type.kind === "map";
  }
}

/** The types of a table's columns in its Parquet files. */
export function storedColumns(columns: readonly Column[]): readonly Column[] {
  return columns.map((column) => ({ ...column, type: storedType(column.type) }));
}

function storedType(type: ColumnType): ColumnType {
  switch (type.kind) {
    case "json":
      return { kind: "string" };
    case "struct":
      return { kind: "struct", fields: storedColumns(type.fields) };
    case "list":
      return { kind: "list", items: storedType(type.items) };
    case "map":
      return { kind: "map", values: storedType(type.values) };
    default:
      return type;
  }
}

/** A `SELECT` of no row with a table's columns and those of its partitions: what a view begins with. */
export function emptyRow(columns: readonly Column[]): string {
  const typed = storedColumns(columns).map(
    ({ name, type }) => `NULL::${printer.writeType(type)} AS ${quotedName(name)}`,
  );
  const partitions = ["year", "month", "day", "hour"].map((name) => `NULL::BIGINT AS ${name}`);
  return `SELECT ${[...typed, ...partitions].join(", ")} WHERE false`;
}
