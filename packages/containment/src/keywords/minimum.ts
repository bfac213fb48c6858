import { isNumber, limit } from "../formulas/keyword.ts";

/** Source: JSON Schema Validation draft-07 §6.2.4. */
export const minimum = limit({
  name: "minimum",
  type: "number",
  isWellFormed: isNumber,
  narrow(shape, bound, holds) {
    if (holds) shape.atLeast(bound);
    else shape.below(bound);
  },
});
