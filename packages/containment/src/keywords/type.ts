import { type Data, isArray } from "@addendum/json-schema";
import { claim, type Keyword } from "../formulas/keyword.ts";

const names = new Set(["null", "boolean", "integer", "number", "string", "array", "object"]);
const isName = (value: Data) => typeof value === "string" && names.has(value);

/** An integer is a number without a fractional part, `1.0` too. Source: JSON Schema Validation draft-07 §6.1.1. */
export const type: Keyword = {
  name: "type",
  isWellFormed: (value) =>
    isName(value) ||
    (isArray(value) && value.length > 0 && value.every(isName) && new Set(value).size === value.length),
  compile(value, context) {
    const types = new Set((isArray(value) ? value : [value]) as readonly string[]);
    if (types.has("number")) types.delete("integer");
    const list = [...types].sort();
    return [claim(context.formula(list.join(), { type: list }, () => ({ kind: "types", types })))];
  },
};
