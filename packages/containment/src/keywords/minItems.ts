import { isCount, limit } from "../formulas/keyword.ts";

/** Source: JSON Schema Validation draft-07 §6.4.4. */
export const minItems = limit({
  name: "minItems",
  type: "array",
  isWellFormed: isCount,
  narrow(shape, bound, holds) {
    if (holds) shape.least = Math.max(shape.least, bound);
    else shape.most = Math.min(shape.most, bound - 1);
  },
});
