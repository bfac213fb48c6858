import { isCount, limit } from "../formulas/keyword.ts";

/** Source: JSON Schema Validation draft-07 §6.5.1. */
export const maxProperties = limit({
  name: "maxProperties",
  type: "object",
  isWellFormed: isCount,
  narrow(shape, bound, holds) {
    if (holds) shape.most = Math.min(shape.most, bound);
    else shape.least = Math.max(shape.least, bound + 1);
  },
});
