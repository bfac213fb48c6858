import type { Formula } from "../formulas/formula.ts";
import { claim, isNameList, type Keyword, type KeywordContext } from "../formulas/keyword.ts";

/** Source: JSON Schema Validation draft-07 §6.5.3. */
export const required: Keyword = {
  name: "required",
  isWellFormed: isNameList,
  compile: (names, context) => (names as readonly string[]).map((name) => claim(presence(name, context))),
};

export function presence(name: string, { formula }: KeywordContext): Formula {
  return formula(`+${name}`, { required: [name] }, () => ({
    kind: "assertion",
    type: "object",
    narrow: (shape, holds) => void (holds ? shape.present : shape.absent).add(name),
  }));
}
