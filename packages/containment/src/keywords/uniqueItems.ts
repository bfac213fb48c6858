import type { FormulaBody } from "../formulas/formula.ts";
import { claim, type Keyword } from "../formulas/keyword.ts";

/** Source: JSON Schema Validation draft-07 §6.4.5. */
export const uniqueItems: Keyword = {
  name: "uniqueItems",
  isWellFormed: (value) => typeof value === "boolean",
  compile(value, context) {
    if (value === false) return [];
    const body = (): FormulaBody => ({
      kind: "assertion",
      type: "array",
      narrow(shape, holds) {
        if (holds) shape.isUnique = true;
        else shape.hasRepetition = true;
      },
    });
    return [claim(context.formula("", { uniqueItems: true }, body))];
  },
};
