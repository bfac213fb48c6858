import { type Data } from "@addendum/json-schema";
import { isNumber, limit } from "../formulas/keyword.ts";

const isFactor = (value: Data): value is number => isNumber(value) && value > 0;

/** Source: JSON Schema Validation draft-07 §6.2.1. */
export const multipleOf = limit({
  name: "multipleOf",
  type: "number",
  isWellFormed: isFactor,
  narrow(shape, factor, holds) {
    (holds ? shape.multiples : shape.nonMultiples).push(factor);
  },
});
