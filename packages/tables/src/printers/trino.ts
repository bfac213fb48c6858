import { type Addition, type Column, type ColumnType, showSteps } from "@addendum/event-fields";
import { list, type Printer, storeJsonAsText } from "../printer.ts";
import { readType, type SimpleTypes } from "../read-type.ts";
import { partitionColumns } from "../table.ts";
import { icebergPath } from "./iceberg.ts";
import { quoted, quotedText } from "./sql.ts";

const partitionNames = partitionColumns.map(({ name }) => `'${name}'`).join(", ");

/**
 * Tables of Trino's hive connector. It adds columns and no nested field (“does not support adding fields”), and knows
 * times to the millisecond. Statements run on Trino 476.
 */
export const trinoHive: Printer = {
  engine: "trino-hive",
  summary: "Trino's hive connector: Parquet tables, partitioned by hour",
  limits: [
    "Trino's hive connector cannot add a field to a struct: widen it on Hive, or use an Iceberg catalog.",
    "It finds new partitions after CALL <catalog>.system.sync_partition_metadata(<schema>, <table>, 'FULL').",
  ],
  create(table, place) {
    const { location } = place;
    const properties = [
      "format = 'PARQUET'",
      `partitioned_by = ARRAY[${partitionNames}]`,
      ...(location === undefined ? [] : [`external_location = ${quotedText(location, Infinity)}`]),
    ];
    return {
      statements: [createTable(table, properties, trinoHive.qualify(table.name, place), 3)],
      cannot: [],
    };
  },
  evolve({ name }, { additions }, place) {
    const table = trinoHive.qualify(name, place);
    const flat = additions.filter(({ within }) => within.length === 0);
    const cannot = additions
      .filter(({ within }) => within.length > 0)
      .map(({ within, column }) => {
        const field = showSteps([...within, { kind: "field", name: column.name }]);
        return `Trino's hive connector cannot add a field to a struct: ${field} is left out. Run Hive's statements instead, whose tables Trino reads, or use an Iceberg catalog.`;
      });
    return { statements: flat.map((addition) => addColumn(table, addition, 3)), cannot };
  },
  store: storeJsonAsText,
  readType: (text) => readType(text, trinoTypes),
  qualify: (table, { database }) => [...database, table].map(quoted).join("."),
  writeType: (type) => trinoType(type, 3),
};

/** Iceberg tables by Trino's statements. Statements run on Trino 476. */
export const trinoIceberg: Printer = {
  engine: "trino-iceberg",
  summary: "Trino's iceberg connector, partitioned by hour",
  limits: ["Trino cannot add a field inside a map's values: add it with Spark on the Iceberg table."],
  create(table, place) {
    const { location } = place;
    const properties = [
      "format = 'PARQUET'",
      `partitioning = ARRAY[${partitionNames}]`,
      ...(location === undefined ? [] : [`location = ${quotedText(location, Infinity)}`]),
    ];
    return {
      statements: [createTable(table, properties, trinoIceberg.qualify(table.name, place), 6)],
      cannot: [],
    };
  },
  evolve({ name }, { additions }, place) {
    const table = trinoIceberg.qualify(name, place);
    const isInMap = ({ within }: Addition) => within.some(({ kind }) => kind === "values");
    const cannot = additions.filter(isInMap).map(({ within, column }) => {
      const field = showSteps([...within, { kind: "field", name: column.name }]);
      return `Trino cannot add a field inside a map's values (“Unsupported type: map”): ${field} is left out. Run Spark's statement on the Iceberg table instead, which Trino reads.`;
    });
    const others = additions.filter((addition) => !isInMap(addition));
    return { statements: others.map((addition) => addColumn(table, addition, 6)), cannot };
  },
  store: storeJsonAsText,
  readType: (text) => readType(text, trinoTypes),
  qualify: (table, { database }) => [...database, table].map(quoted).join("."),
  writeType: (type) => trinoType(type, 6),
};

function createTable(
  { columns, comment }: Parameters<Printer["create"]>[0],
  properties: readonly string[],
  name: string,
  precision: number,
): string {
  return [
    `CREATE TABLE IF NOT EXISTS ${name} (`,
    list([...columns, ...partitionColumns], (column) => defineColumn(column, precision)),
    ")",
    ...(comment === undefined ? [] : [`COMMENT ${quotedText(comment)}`]),
    `WITH (\n  ${properties.join(",\n  ")}\n)`,
  ].join("\n");
}

function addColumn(table: string, addition: Addition, precision: number): string {
  const { within, column } = addition;
  const definition = `${icebergPath(addition, quoted)} ${trinoType(column.type, precision)}`;
  // Comments are for columns only.
  const comment =
    within.length > 0 || column.comment === undefined ? "" : ` COMMENT ${quotedText(column.comment)}`;
  return `ALTER TABLE ${table} ADD COLUMN IF NOT EXISTS ${definition}${comment}`;
}

const trinoTypes: SimpleTypes = {
  boolean: { kind: "boolean" },
  bigint: { kind: "integer" },
  double: { kind: "number" },
  varchar: { kind: "string" },
  "timestamp(3)": { kind: "timestamp" },
  "timestamp(6) with time zone": { kind: "timestamp" },
};

function trinoType(type: ColumnType, precision: number): string {
  switch (type.kind) {
    case "boolean":
      return "boolean";
    case "integer":
      return "bigint";
    case "number":
      return "double";
    case "string":
    case "json":
      return "varchar";
    case "timestamp":
      return precision === 3 ? "timestamp(3)" : `timestamp(${precision}) with time zone`;
    case "list":
      return `array(${trinoType(type.items, precision)})`;
    case "map":
      return `map(varchar, ${trinoType(type.values, precision)})`;
    case "struct": {
      const fields = type.fields.map((field) => `${quoted(field.name)} ${trinoType(field.type, precision)}`);
      return `row(${fields.join(", ")})`;
    }
    case "other":
      return type.text;
  }
}

function defineColumn({ name, type, comment }: Column, precision: number): string {
  const definition = `${quoted(name)} ${trinoType(type, precision)}`;
  return comment === undefined ? definition : `${definition} COMMENT ${quotedText(comment)}`;
}
