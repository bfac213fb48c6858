import { isNumber, limit } from "../formulas/keyword.ts";

/** Source: JSON Schema Validation draft-07 §6.2.5. */
export const exclusiveMinimum = limit({
  name: "exclusiveMinimum",
  type: "number",
  isWellFormed: isNumber,
  narrow(shape, bound, holds) {
    if (holds) shape.above(bound);
    else shape.atMost(bound);
  },
});
