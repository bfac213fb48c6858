import { isCount, limit } from "../formulas/keyword.ts";

/** Source: JSON Schema Validation draft-07 §6.3.1. */
export const maxLength = limit({
  name: "maxLength",
  type: "string",
  isWellFormed: isCount,
  narrow(shape, bound, holds) {
    if (holds) shape.most = Math.min(shape.most, bound);
    else shape.least = Math.max(shape.least, bound + 1);
  },
});
