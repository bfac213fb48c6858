import { type Column, showSteps } from "@addendum/event-fields";
import { list, type Printer, storeJsonAsText } from "../printer.ts";
import { readType } from "../read-type.ts";
import { partitionColumns } from "../table.ts";
import { backquoted, hiveText, hiveType, hiveTypes } from "./hive.ts";

const commentLimit = 250;

/**
 * Tables of Spark SQL in a Hive metastore. Spark adds columns, and refuses every widening of a struct (it says
 * NOT_SUPPORTED_CHANGE_COLUMN). Statements run on Spark 4.0.5.
 */
export const spark: Printer = {
  engine: "spark",
  summary: "Spark SQL: external Parquet tables in a Hive metastore, partitioned by hour",
  limits: [
    "Spark cannot add a field to a struct of a Hive or Parquet table: widen it on Hive, or use Iceberg.",
  ],
  create({ name, columns, comment }, place) {
    // Spark makes no external table without a place for its files.
    const kind = place.location === undefined ? "TABLE" : "EXTERNAL TABLE";
    const lines = [
      `CREATE ${kind} IF NOT EXISTS ${spark.qualify(name, place)} (`,
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
  evolve({ name }, { additions }, place) {
    const added = additions.filter(({ within }) => within.length === 0).map(({ column }) => column);
    const alter = `ALTER TABLE ${spark.qualify(name, place)} ADD COLUMNS (\n${list(added, defineColumn)}\n)`;
    const cannot = additions
      .filter(({ within }) => within.length > 0)
      .map(({ within, column }) => {
        const field = showSteps([...within, { kind: "field", name: column.name }]);
        return `Spark cannot add a field to a struct of a Hive or Parquet table: ${field} is left out. Run Hive's statements instead, whose tables Spark reads, or use Iceberg.`;
      });
    return { statements: added.length === 0 ? [] : [alter], cannot };
  },
  store: storeJsonAsText,
  readType: (text) => readType(text, hiveTypes),
  qualify: (table, { database }) => [...database, table].map(backquoted).join("."),
  writeType: hiveType,
};

function defineColumn({ name, type, comment }: Column): string {
  const definition = `${backquoted(name)} ${hiveType(type)}`;
  return comment === undefined ? definition : `${definition} COMMENT ${hiveText(comment, commentLimit)}`;
}
