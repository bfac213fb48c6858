import { type Data, type DataObject, isObject, isSchema } from "@addendum/json-schema";
import { claim, denial, type Keyword } from "../formulas/keyword.ts";

/** Source: JSON Schema Validation draft-07 §6.5.4. */
export const properties: Keyword = {
  name: "properties",
  isWellFormed: (value) => isObject(value) && Object.values(value).every(isSchema),
  compile: (value, context) =>
    Object.keys(value as DataObject).map((name) => {
      const schema = (value as DataObject)[name] as Data;
      const formula = context.compile(schema, "properties", name);
      return claim(
        context.formula(`${formula.id}:${name}`, { properties: { [name]: schema } }, () => ({
          kind: "assertion",
          type: "object",
          narrow(shape, holds) {
            if (holds) shape.requireAt(name, formula);
            else shape.demandAt(name, denial(formula));
          },
        })),
      );
    }),
};
