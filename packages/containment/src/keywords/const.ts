import { claim, type Keyword } from "../formulas/keyword.ts";
import { oneOfValues } from "./enum.ts";

/** Source: JSON Schema Validation draft-07 §6.1.3. */
export const constant: Keyword = {
  name: "const",
  isWellFormed: () => true,
  compile: (value, context) => [claim(oneOfValues([value], context))],
};
