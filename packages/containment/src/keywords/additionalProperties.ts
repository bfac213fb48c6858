import { type Data, type DataObject, isObject, isSchema, own } from "@addendum/json-schema";
import { claim, denial, type Keyword } from "../formulas/keyword.ts";

/** For names that its siblings do not cover. Source: JSON Schema Validation draft-07 §6.5.6. */
export const additionalProperties: Keyword = {
  name: "additionalProperties",
  isWellFormed: isSchema,
  compile(value, context) {
    const formula = context.compile(value, "additionalProperties");
    if (formula.kind === "constant" && formula.value) return [];
    const names = new Set(keysOf(own(context.schema, "properties")).sort());
    const patterns = keysOf(own(context.schema, "patternProperties")).sort();
    const key = `${formula.id}:${JSON.stringify([[...names], patterns])}`;
    const everything = (keys: Iterable<string>) =>
      Object.fromEntries([...keys].map((name) => [name, true])) as DataObject;
    const same = () => ({
      properties: everything(names),
      patternProperties: everything(patterns),
      additionalProperties: value,
    });
    return [
      claim(
        context.formula(key, same, () => ({
          kind: "assertion",
          type: "object",
          isClosing: formula.kind === "constant",
          narrow(shape, holds) {
            if (holds) shape.extras.push({ names, patterns, formula });
            else shape.demands.push({ outside: names, avoiding: patterns, claims: [denial(formula)] });
          },
        })),
      ),
    ];
  },
};

function keysOf(value: Data | undefined): string[] {
  return isObject(value) ? Object.keys(value) : [];
}
