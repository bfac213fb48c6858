import { isCount, limit } from "../formulas/keyword.ts";

/** Source: JSON Schema Validation draft-07 §6.5.2. */
export const minProperties = limit({
  name: "minProperties",
  type: "object",
  isWellFormed: isCount,
  narrow(shape, bound, holds) {
    if (holds) shape.least = Math.max(shape.least, bound);
    else shape.most = Math.min(shape.most, bound - 1);
  },
});
