import type { Schema } from "@addendum/json-schema";
import { expect, it } from "vitest";
import { declare } from "./declaration.ts";
import { hiveType } from "./hive-type.ts";

it.each<[string, Schema]>([
  ["BIGINT", { type: "integer" }],
  ["DOUBLE", { type: "number" }],
  ["DOUBLE", { type: ["integer", "number", "null"] }],
  ["BOOLEAN", { type: "boolean" }],
  ["STRING", { type: "string" }],
  ["STRING", { type: ["string", "integer"] }],
  ["STRING", {}],
  ["ARRAY<BIGINT>", { type: "array", items: { type: "integer" } }],
  ["ARRAY<STRING>", { type: "array" }],
  ["STRUCT", { type: "object", properties: { a: { type: "string" } } }],
  [
    "MAP<STRING, ARRAY<DOUBLE>>",
    { type: "object", additionalProperties: { type: "array", items: { type: "number" } } },
  ],
  ["MAP<STRING, STRING>", { type: "object" }],
])("%s", (type, schema) => {
  expect(hiveType(declare(schema))).toBe(type);
});
