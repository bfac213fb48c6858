import type { Addition, Column } from "@addendum/event-fields";
import { list, type Printer, storeJsonAsText } from "../printer.ts";
import { readType } from "../read-type.ts";
import { partitionColumns } from "../table.ts";
import { backquoted, hiveText, hiveType, hiveTypes } from "./hive.ts";

const commentLimit = 1000;

/**
 * Iceberg tables by Spark's DDL: nested fields are added by their path, inside lists as `element` and inside maps as
 * `value`. Source: Iceberg's “Spark DDL”; statements run on Iceberg 1.10 with Spark 4.0.5.
 */
export const iceberg: Printer = {
  engine: "iceberg",
  summary: "Apache Iceberg, created with Spark SQL, partitioned by hour",
  limits: [],
  create({ name, columns, comment }, place) {
    const lines = [
      `CREATE TABLE IF NOT EXISTS ${iceberg.qualify(name, place)} (`,
      list([...columns, ...partitionColumns], defineColumn),
      ")",
      "USING iceberg",
      `PARTITIONED BY (${partitionColumns.map((column) => backquoted(column.name)).join(", ")})`,
      ...(place.location === undefined ? [] : [`LOCATION ${hiveText(place.location)}`]),
      ...(comment === undefined ? [] : [`COMMENT ${hiveText(comment, commentLimit)}`]),
    ];
    return { statements: [lines.join("\n")], cannot: [] };
  },
  evolve({ name }, { additions }, place) {
    const columns = additions.map((addition): Column => ({
      ...addition.column,
      name: icebergPath(addition, backquoted),
    }));
    const alter = `ALTER TABLE ${iceberg.qualify(name, place)} ADD COLUMNS (\n${list(columns, defineAt)}\n)`;
    return { statements: columns.length === 0 ? [] : [alter], cannot: [] };
  },
  store: storeJsonAsText,
  readType: (text) => readType(text, hiveTypes),
  qualify: (table, { database }) => [...database, table].map(backquoted).join("."),
  writeType: hiveType,
};

/** The way to an added field, as Iceberg names what is in lists and maps. */
export function icebergPath({ within, column }: Addition, quoted: (name: string) => string): string {
  const steps = within.map((step) => {
    if (step.kind === "field") return quoted(step.name);
    return step.kind === "items" ? "element" : "value";
  });
  return [...steps, quoted(column.name)].join(".");
}

function defineColumn(column: Column): string {
  return defineAt({ ...column, name: backquoted(column.name) });
}

/** @param name written as it is in the statement */
function defineAt({ name, type, comment }: Column): string {
  const definition = `${name} ${hiveType(type)}`;
  return comment === undefined ? definition : `${definition} COMMENT ${hiveText(comment, commentLimit)}`;
}
