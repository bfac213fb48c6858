import { type Data, type DataObject, isObject, isSchema } from "@addendum/json-schema";
import { claim, denial, type Keyword } from "../formulas/keyword.ts";

/** Patterns: see {@link pattern}. Source: JSON Schema Validation draft-07 §6.5.5. */
export const patternProperties: Keyword = {
  name: "patternProperties",
  isWellFormed: (value) => isObject(value) && Object.values(value).every(isSchema),
  compile: (value, context) =>
    Object.keys(value as DataObject).map((pattern) => {
      const schema = (value as DataObject)[pattern] as Data;
      const formula = context.compile(schema, "patternProperties", pattern);
      return claim(
        context.formula(`${formula.id}:${pattern}`, { patternProperties: { [pattern]: schema } }, () => ({
          kind: "assertion",
          type: "object",
          narrow(shape, holds) {
            if (holds) shape.patterns.push({ pattern, formula });
            else shape.demands.push({ matching: [pattern], claims: [denial(formula)] });
          },
        })),
      );
    }),
};
