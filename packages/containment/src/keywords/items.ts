import { type Data, isArray, isSchema, own } from "@addendum/json-schema";
import type { Claim } from "../formulas/formula.ts";
import { isSchemaList } from "./allOf.ts";
import { claim, type Keyword, type KeywordContext } from "../formulas/keyword.ts";

/** One schema for all items, or one for each of the first. Source: JSON Schema Validation draft-07 §6.4.1, §6.4.2. */
export const items: Keyword = {
  name: "items",
  isWellFormed: (value) => isSchema(value) || isSchemaList(value),
  compile(value, context) {
    if (!isArray(value)) return [tail(0, value, ["items"], context)];
    const positions = value.map((schema, index) => position(index, schema, context));
    const rest = own(context.schema, "additionalItems");
    return rest === undefined || !isSchema(rest)
      ? positions
      : [...positions, tail(value.length, rest, ["additionalItems"], context)];
  },
};

function position(index: number, schema: Data, context: KeywordContext): Claim {
  const formula = context.compile(schema, "items", index);
  const before = Array.from({ length: index }, () => true);
  const same = { items: [...before, schema] };
  return claim(
    context.formula(`${index}:${formula.id}`, same, () => ({
      kind: "assertion",
      type: "array",
      narrow(shape, holds) {
        if (holds) shape.require(index, index + 1, claim(formula));
        else shape.demands.push({ from: index, until: index + 1, claims: [{ formula, holds: false }] });
      },
    })),
  );
}

/** What holds for every item from an index on. */
function tail(from: number, schema: Data, path: readonly string[], context: KeywordContext): Claim {
  const formula = context.compile(schema, ...path);
  const before = Array.from({ length: from }, () => true);
  const same = from === 0 ? { items: schema } : { items: before, additionalItems: schema };
  return claim(
    context.formula(`${from}+:${formula.id}`, same, () => ({
      kind: "assertion",
      type: "array",
      narrow(shape, holds) {
        if (holds) shape.require(from, Infinity, claim(formula));
        else shape.demands.push({ from, until: Infinity, claims: [{ formula, holds: false }] });
      },
    })),
  );
}
