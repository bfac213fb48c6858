import {
  type Data,
  evaluate,
  isArray,
  isObject,
  own,
  resolvePointer,
  type Schema,
  showJson,
} from "@addendum/json-schema";
import type { Judge } from "@addendum/schema-repository";

/**
 * A judge that uses only the evaluator, because a browser's policy may forbid compiling code. Its messages say what the
 * failing keyword requires.
 */
export const plainJudge: Judge = (schema, value) => {
  const refusal = evaluate(schema, value as Data);
  if (refusal === undefined) return undefined;
  const { keyword, schemaPointer, instancePointer } = refusal;
  return {
    place: instancePointer,
    reason: refusalWords(keyword, schema, schemaPointer, value as Data, instancePointer),
  };
};

function refusalWords(
  keyword: string,
  schema: Schema,
  schemaPointer: string,
  event: Data,
  instancePointer: string,
): string {
  const limit = isObject(schema) ? resolvePointer(schema, schemaPointer) : undefined;
  switch (keyword) {
    case "required": {
      const holder = resolvePointer(event, instancePointer);
      const missing = isArray(limit)
        ? limit.find(
            (name) => typeof name === "string" && isObject(holder) && own(holder, name) === undefined,
          )
        : undefined;
      return typeof missing === "string" ? `must have the property “${missing}”` : "lacks a required member";
    }
    case "type":
      return `must be ${isArray(limit) ? limit.join(" or ") : String(limit)}`;
    case "enum":
      return "must be one of the options";
    case "const":
      return `must be ${showJson(limit)}`;
    case "maxLength":
      return `must have at most ${showJson(limit)} characters`;
    case "minLength":
      return `must have at least ${showJson(limit)} characters`;
    case "maximum":
      return `must be at most ${showJson(limit)}`;
    case "minimum":
      return `must be at least ${showJson(limit)}`;
    case "exclusiveMaximum":
      return `must be less than ${showJson(limit)}`;
    case "exclusiveMinimum":
      return `must be more than ${showJson(limit)}`;
    case "multipleOf":
      return `must be a multiple of ${showJson(limit)}`;
    case "pattern":
      return `must match ${showJson(limit)}`;
    case "format":
      return `must have the format ${showJson(limit)}`;
    case "maxItems":
      return `must have at most ${showJson(limit)} items`;
    case "minItems":
      return `must have at least ${showJson(limit)} items`;
    case "uniqueItems":
      return "must not contain an item twice";
    case "maxProperties":
      return `must have at most ${showJson(limit)} properties`;
    case "minProperties":
      return `must have at least ${showJson(limit)} properties`;
    case "additionalProperties":
    case "false":
      return "must not be present";
    default:
      return `is refused by ${keyword}`;
  }
}
