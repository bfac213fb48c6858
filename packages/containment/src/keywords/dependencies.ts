import { type Data, type DataObject, isArray, isObject, isSchema } from "@addendum/json-schema";
import type { Claim, Formula } from "../formulas/formula.ts";
import { claim, isNameList, type Keyword, type KeywordContext } from "../formulas/keyword.ts";
import { presence } from "./required.ts";

/** Source: JSON Schema Validation draft-07 §6.5.7. */
export const dependencies: Keyword = {
  name: "dependencies",
  isWellFormed: (value) =>
    isObject(value) && Object.values(value).every((one) => isSchema(one) || isNameList(one)),
  compile: (value, context) =>
    Object.keys(value as DataObject).flatMap((name) =>
      dependency(name, (value as DataObject)[name] as Data, context),
    ),
};

function dependency(name: string, value: Data, context: KeywordContext): Claim[] {
  const consequences = isArray(value)
    ? (value as readonly string[]).map((other) => presence(other, context))
    : [context.compile(value, "dependencies", name)];
  if (consequences.length === 0) return [];
  const trigger = objectWith(name, context);
  const key = `${trigger.id}:${consequences.map(({ id }) => id).join()}`;
  const consequence = conjunction(consequences, value, context);
  return [
    claim(
      context.formula(key, { dependencies: { [name]: value } }, () => ({
        kind: "any",
        parts: [{ formula: trigger, holds: false }, claim(consequence)],
      })),
    ),
  ];
}

function objectWith(name: string, context: KeywordContext): Formula {
  const schema = { type: "object", required: [name] };
  return context.compile(schema, "dependencies", name);
}

function conjunction(formulas: readonly Formula[], value: Data, context: KeywordContext): Formula {
  const [only] = formulas;
  if (only !== undefined && formulas.length === 1) return only;
  const key = `all:${formulas.map(({ id }) => id).join()}`;
  return context.formula(key, { required: value }, () => ({ kind: "all", parts: formulas.map(claim) }));
}
