import type { ColumnType } from "./column.ts";

/**
 * A column's type in Hive's words, for people. A struct is told without its fields, which change by themselves.
 * Source: Apache Hive, LanguageManual Types.
 */
export function hiveType(type: ColumnType): string {
  switch (type.kind) {
    case "boolean":
      return "BOOLEAN";
    case "integer":
      return "BIGINT";
    case "number":
      return "DOUBLE";
    case "string":
      return "STRING";
    case "timestamp":
      return "TIMESTAMP";
    case "json":
      return "JSON text";
    case "list":
      return `ARRAY<${hiveType(type.items)}>`;
    case "map":
      return `MAP<STRING, ${hiveType(type.values)}>`;
    case "struct":
      return "STRUCT";
    case "other":
      return type.text;
  }
}
