import { isCount, limit } from "../formulas/keyword.ts";

/** Source: JSON Schema Validation draft-07 §6.4.3. */
export const maxItems = limit({
  name: "maxItems",
  type: "array",
  isWellFormed: isCount,
  narrow(shape, bound, holds) {
    if (holds) shape.most = Math.min(shape.most, bound);
    else shape.least = Math.max(shape.least, bound + 1);
  },
});
