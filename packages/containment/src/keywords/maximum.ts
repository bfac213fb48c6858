import { isNumber, limit } from "../formulas/keyword.ts";

/** Source: JSON Schema Validation draft-07 §6.2.2. */
export const maximum = limit({
  name: "maximum",
  type: "number",
  isWellFormed: isNumber,
  narrow(shape, bound, holds) {
    if (holds) shape.atMost(bound);
    else shape.above(bound);
  },
});
