import { isSchema, own } from "@addendum/json-schema";
import { claim, type Keyword } from "../formulas/keyword.ts";

/** `then` and `else` say nothing without it. Source: JSON Schema Validation draft-07 §6.6. */
export const conditional: Keyword = {
  name: "if",
  isWellFormed: isSchema,
  compile(schema, context) {
    const [then, otherwise] = [own(context.schema, "then") ?? true, own(context.schema, "else") ?? true];
    const condition = context.compile(schema, "if");
    const consequence = context.compile(then, "then");
    const alternative = context.compile(otherwise, "else");
    const key = `${condition.id},${consequence.id},${alternative.id}`;
    const same = { if: schema, then, else: otherwise };
    const body = () => ({ kind: "choice", condition, consequence, alternative }) as const;
    return [claim(context.formula(key, same, body))];
  },
};
