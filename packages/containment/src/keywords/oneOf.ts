import type { Data } from "@addendum/json-schema";
import { claim, type Keyword } from "../formulas/keyword.ts";
import { isSchemaList } from "./allOf.ts";

/** Source: JSON Schema Validation draft-07 §6.7.3. */
export const oneOf: Keyword = {
  name: "oneOf",
  isWellFormed: isSchemaList,
  compile(schemas, context) {
    const parts = (schemas as readonly Data[]).map((schema, index) =>
      context.compile(schema, "oneOf", index),
    );
    const [only] = parts;
    if (only !== undefined && parts.length === 1) return [claim(only)];
    const key = parts.map(({ id }) => id).sort((a, b) => a - b);
    return [claim(context.formula(key.join(), { oneOf: schemas }, () => ({ kind: "one", parts })))];
  },
};
