import { findFormat } from "../texts/formats.ts";
import { claim, denial, type Keyword } from "../formulas/keyword.ts";
import type { FormulaBody } from "../formulas/formula.ts";

/** Asserted; a format that the validator does not know says nothing. Source: JSON Schema Validation draft-07 §7. */
export const format: Keyword = {
  name: "format",
  isWellFormed: (value) => typeof value === "string",
  compile(value, context) {
    const name = value as string;
    const known = findFormat(name);
    if (known === undefined) return [];
    const body = (): FormulaBody => {
      if (known.type === "string") {
        return {
          kind: "assertion",
          type: "string",
          narrow: (shape, holds) => void (holds ? shape.formats : shape.antiFormats).add(name),
        };
      }
      const number = context.compile({ type: "number" }, "format");
      return { kind: "any", parts: [denial(number), claim(context.compile(known.schema, "format"))] };
    };
    return [claim(context.formula(name, { format: name }, body))];
  },
};
