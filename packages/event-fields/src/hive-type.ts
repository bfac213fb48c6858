import type { Declaration } from "./declaration.ts";

/**
 * What the type of a field's column is in Hive's words, for people and for telling whether it changes. A struct is told
 * without its fields, which change by themselves; what has no type of its own is text.
 * Source: Apache Hive, LanguageManual Types.
 */
export function hiveType(declaration: Declaration): string {
  const types = [...(declaration.types ?? [])].filter((type) => type !== "null").sort();
  const [type] = types;
  if (type === undefined || types.length > 1) {
    return types.join() === "integer,number" ? "DOUBLE" : "STRING";
  }
  switch (type) {
    case "integer":
      return "BIGINT";
    case "number":
      return "DOUBLE";
    case "boolean":
      return "BOOLEAN";
    case "array":
      return `ARRAY<${declaration.items === undefined ? "STRING" : hiveType(declaration.items)}>`;
    case "object": {
      if (declaration.properties.size > 0) return "STRUCT";
      return `MAP<STRING, ${declaration.members === undefined ? "STRING" : hiveType(declaration.members)}>`;
    }
    default:
      return "STRING";
  }
}
