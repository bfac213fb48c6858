import { canonical, type Data, isArray } from "@addendum/json-schema";
import { claim, type Keyword, type KeywordContext } from "../formulas/keyword.ts";
import type { Formula, FormulaBody } from "../formulas/formula.ts";

/** Source: JSON Schema Validation draft-07 §6.1.2; an empty list is legal there, and accepts nothing. */
export const enumeration: Keyword = {
  name: "enum",
  isWellFormed: isArray,
  compile: (options, context) => [claim(oneOfValues(options as readonly Data[], context))],
};

/** `const` is an `enum` of one. */
export function oneOfValues(options: readonly Data[], { formula }: Pick<KeywordContext, "formula">): Formula {
  const distinct = new Map(options.map((option) => [canonical(option), option]));
  const keys = [...distinct.keys()].sort();
  const values = keys.map((key) => distinct.get(key) as Data);
  const body = (): FormulaBody => ({ kind: "values", values, keys: new Set(keys) });
  return formula(`=${keys.join()}`, { enum: values }, body);
}
