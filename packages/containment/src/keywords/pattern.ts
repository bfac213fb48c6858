import { compilePattern } from "@addendum/json-schema";
import type { FormulaBody } from "../formulas/formula.ts";
import { claim, type Keyword } from "../formulas/keyword.ts";

/**
 * Not anchored unless it says so. One that is none with the `u` flag is read by some validators, and refused by others
 * with the whole schema: nothing is known of it but that it is what the same pattern is elsewhere.
 * Source: JSON Schema Validation draft-07 §6.3.3.
 */
export const pattern: Keyword = {
  name: "pattern",
  isWellFormed: (value) => typeof value === "string",
  compile(value, context) {
    const source = value as string;
    const compiled = compilePattern(source);
    const body = (): FormulaBody => {
      if (compiled.kind === "counted") {
        const { pattern: counted, least, most } = compiled;
        const lengths = { minLength: least, ...(Number.isFinite(most) && { maxLength: most }) };
        return { kind: "all", parts: [claim(context.compile({ pattern: counted, ...lengths }, "pattern"))] };
      }
      return {
        kind: "assertion",
        type: "string",
        narrow: (shape, holds) => void (holds ? shape.patterns : shape.antiPatterns).add(source),
      };
    };
    return [claim(context.formula(source, { pattern: source }, body))];
  },
};
