import {
  type Data,
  type DataObject,
  dialectProblems,
  isObject,
  mapSubschemas,
  own,
  type Schema,
  setOwn,
  subschemas,
} from "@addendum/json-schema";

/** Assertions that only ever refuse values, whatever a draft means by them, and declare no name. */
const refusing: ReadonlySet<string> = new Set(
  "type minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength pattern format minItems maxItems uniqueItems minProperties maxProperties".split(
    " ",
  ),
);

/** By these a part that accepts more may make the whole accept less. */
const turning = ["not", "oneOf", "if"];

/**
 * A schema without the assertions in it that cannot be judged: it accepts all that the schema may accept, and declares
 * the same names. Undefined if leaving them out is not enough, or might make it accept less.
 */
export function widerSchema(schema: Schema): Schema | undefined {
  const problems = dialectProblems(schema);
  if (!isObject(schema) || problems.length === 0) return undefined;
  const keywords = new Set(problems.map(({ keyword }) => keyword));
  if (![...keywords].every((keyword) => refusing.has(keyword) || keyword === "required")) return undefined;
  for (const { schema: part } of subschemas(schema)) {
    if (isObject(part) && turning.some((keyword) => Object.hasOwn(part, keyword))) return undefined;
  }
  const wider = without(schema, keywords);
  return dialectProblems(wider).length === 0 ? wider : undefined;
}

/** A schema without some keywords, wherever they are. Of `required`, a list stays: it declares names. */
function without(schema: DataObject, keywords: ReadonlySet<string>): DataObject {
  const kept: Record<string, Data> = {};
  let isLess = false;
  for (const keyword of Object.keys(schema)) {
    const value = own(schema, keyword) as Data;
    const isLeftOut = keywords.has(keyword) && !(keyword === "required" && Array.isArray(value));
    if (isLeftOut) isLess = true;
    else setOwn(kept, keyword, value);
  }
  // A map of what asserts nothing would declare no names: this asserts nothing, and counts as an assertion.
  if (isLess) kept["minLength"] ??= 0;
  return mapSubschemas(kept, (part) => (isObject(part) ? without(part, keywords) : part));
}
