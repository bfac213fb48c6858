import { isSchema } from "@addendum/json-schema";
import { denial, type Keyword } from "../formulas/keyword.ts";

/** Source: JSON Schema Validation draft-07 §6.7.4. */
export const not: Keyword = {
  name: "not",
  isWellFormed: isSchema,
  compile: (schema, context) => [denial(context.compile(schema, "not"))],
};
