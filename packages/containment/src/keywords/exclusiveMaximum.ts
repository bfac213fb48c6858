import { isNumber, limit } from "../formulas/keyword.ts";

/** Source: JSON Schema Validation draft-07 §6.2.3. */
export const exclusiveMaximum = limit({
  name: "exclusiveMaximum",
  type: "number",
  isWellFormed: isNumber,
  narrow(shape, bound, holds) {
    if (holds) shape.below(bound);
    else shape.atLeast(bound);
  },
});
