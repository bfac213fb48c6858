import { isSchema } from "@addendum/json-schema";
import { claim, denial, type Keyword } from "../formulas/keyword.ts";

/** Source: JSON Schema Validation draft-07 §6.5.8. */
export const propertyNames: Keyword = {
  name: "propertyNames",
  isWellFormed: isSchema,
  compile(schema, context) {
    const formula = context.compile(schema, "propertyNames");
    return [
      claim(
        context.formula(String(formula.id), { propertyNames: schema }, () => ({
          kind: "assertion",
          type: "object",
          narrow(shape, holds) {
            if (holds) shape.nameFormulas.push(formula);
            else shape.demands.push({ names: [denial(formula)], claims: [] });
          },
        })),
      ),
    ];
  },
};
