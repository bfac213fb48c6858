import { isSchema } from "@addendum/json-schema";
import { claim, type Keyword } from "../formulas/keyword.ts";

/** Source: JSON Schema Validation draft-07 §6.4.6. */
export const contains: Keyword = {
  name: "contains",
  isWellFormed: isSchema,
  compile(schema, context) {
    const formula = context.compile(schema, "contains");
    return [
      claim(
        context.formula(String(formula.id), { contains: schema }, () => ({
          kind: "assertion",
          type: "array",
          narrow(shape, holds) {
            if (holds) shape.demands.push({ from: 0, until: Infinity, claims: [claim(formula)] });
            else shape.require(0, Infinity, { formula, holds: false });
          },
        })),
      ),
    ];
  },
};
