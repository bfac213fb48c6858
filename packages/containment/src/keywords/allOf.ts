import { type Data, isArray, isSchema } from "@addendum/json-schema";
import { claim, type Keyword } from "../formulas/keyword.ts";

export function isSchemaList(value: Data): value is readonly Data[] {
  return isArray(value) && value.length > 0 && value.every(isSchema);
}

/** Source: JSON Schema Validation draft-07 §6.7.1. */
export const allOf: Keyword = {
  name: "allOf",
  isWellFormed: isSchemaList,
  compile: (schemas, context) =>
    (schemas as readonly Data[]).map((schema, index) => claim(context.compile(schema, "allOf", index))),
};
