import type { ColumnType } from "./column.ts";

/**
 * A column's type in Hive's words, for people. A struct's fields are left out: their changes have reports of their own.
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
