import type { Schema } from "@addendum/json-schema";
import { expect, it } from "vitest";
import { columnsOf } from "./column.ts";
import { declare } from "./declaration.ts";
import { hiveType } from "./hive-type.ts";

it.each<[string, Schema]>([
  ["BIGINT", { type: "integer" }],
  ["BIGINT", { enum: [1, 2] }],
  ["DOUBLE", { type: "number" }],
  ["DOUBLE", { type: ["integer", "number", "null"] }],
  ["BOOLEAN", { type: "boolean" }],
  ["STRING", { type: "string" }],
  ["JSON text", { type: ["string", "integer"] }],
  ["JSON text", {}],
  ["ARRAY<BIGINT>", { type: "array", items: { type: "integer" } }],
  ["JSON text", { type: "array" }],
  ["STRUCT", { type: "object", properties: { a: { type: "string" } } }],
  [
    "MAP<STRING, ARRAY<DOUBLE>>",
    { type: "object", additionalProperties: { type: "array", items: { type: "number" } } },
  ],
  ["JSON text", { type: "object" }],
])("%s", (type, schema) => {
  const { columns } = columnsOf(declare({ type: "object", properties: { a: schema } } as Schema), {
    misfitsAsJson: true,
  });
  expect(columns.map((column) => hiveType(column.type))).toEqual([type]);
});
