import type { Data } from "@addendum/json-schema";
import { claim, type Keyword } from "../formulas/keyword.ts";
import { isSchemaList } from "./allOf.ts";

/** Source: JSON Schema Validation draft-07 §6.7.2. */
export const anyOf: Keyword = {
  name: "anyOf",
  isWellFormed: isSchemaList,
  compile(schemas, context) {
    const all = (schemas as readonly Data[]).map((schema, index) => context.compile(schema, "anyOf", index));
    const distinct = [...new Set(all)];
    const [only] = distinct;
    if (only !== undefined && distinct.length === 1) return [claim(only)];
    const key = distinct.map(({ id }) => id).sort((a, b) => a - b);
    const body = () => ({ kind: "any", parts: distinct.map(claim) }) as const;
    return [claim(context.formula(key.join(), { anyOf: schemas }, body))];
  },
};
