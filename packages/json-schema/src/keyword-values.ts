import { type Data, isArray, isObject, isSchema } from "./data.ts";
import { DataSet } from "./data-set.ts";
import { join, type Pointer } from "./pointer.ts";

/** What is wrong with a keyword's value, and where below the keyword. */
export interface KeywordProblem {
  /** Below the keyword; empty for its whole value. */
  readonly pointer: Pointer;
  /** What belongs there: “a number”. */
  readonly expected: string;
}

type Check = (value: Data) => KeywordProblem | undefined;

/** The names of JSON types. Source: JSON Schema Validation draft-07 §6.1.1. */
export const typeNames: readonly string[] = [
  "array",
  "boolean",
  "integer",
  "null",
  "number",
  "object",
  "string",
];

function holds(expected: string, test: (value: Data) => boolean): Check {
  return (value) => (test(value) ? undefined : { pointer: "", expected });
}

const text = holds("a string", (value) => typeof value === "string");
const number = holds("a number", (value) => typeof value === "number");
const flag = holds("true or false", (value) => typeof value === "boolean");
const count = holds(
  "a whole number from 0 on",
  (value) => typeof value === "number" && Number.isInteger(value) && value >= 0,
);
const schema = holds("a schema", isSchema);
const anything: Check = () => undefined;

const typeName = holds(`one of ${typeNames.join(", ")}`, (value) => typeNames.includes(value as string));

function list(expected: string, item: Check, { least = 0, isSet = false } = {}): Check {
  return (value) => {
    if (!isArray(value) || value.length < least) return { pointer: "", expected };
    const known = new DataSet();
    for (const [index, one] of value.entries()) {
      const problem = item(one);
      if (problem !== undefined) return { ...problem, pointer: join("", index) + problem.pointer };
      if (isSet && !known.add(one)) {
        return { pointer: join("", index), expected: "another entry than those before it" };
      }
    }
    return undefined;
  };
}

function map(expected: string, member: Check): Check {
  return (value) => {
    if (!isObject(value)) return { pointer: "", expected };
    for (const [name, one] of Object.entries(value)) {
      const problem = member(one);
      if (problem !== undefined) return { ...problem, pointer: join("", name) + problem.pointer };
    }
    return undefined;
  };
}

const schemas = list("a list of at least one schema", schema, { least: 1 });
const schemaMap = map("an object of schemas", schema);
const names = list("a list of different names", text, { isSet: true });
const types = list("a type, or a list of different types", typeName, { least: 1, isSet: true });

/**
 * Every keyword of draft-07 and what it takes. Subschemas are not looked into.
 * Source: JSON Schema draft-07, Core §8 and Validation §6 to §10, and their meta-schema.
 */
const checks: ReadonlyMap<string, Check> = new Map<string, Check>([
  ["$comment", text],
  ["$id", text],
  ["$ref", text],
  ["$schema", text],
  ["additionalItems", schema],
  ["additionalProperties", schema],
  ["allOf", schemas],
  ["anyOf", schemas],
  ["const", anything],
  ["contains", schema],
  ["contentEncoding", text],
  ["contentMediaType", text],
  ["default", anything],
  ["definitions", schemaMap],
  [
    "dependencies",
    map("an object of schemas or lists of names", (value) => (isArray(value) ? names(value) : schema(value))),
  ],
  ["description", text],
  ["else", schema],
  // By the text it should hold one; validators refuse it where it does not.
  ["enum", list("a list of at least one value", anything, { least: 1 })],
  ["examples", list("a list of examples", anything)],
  ["exclusiveMaximum", number],
  ["exclusiveMinimum", number],
  ["format", text],
  ["if", schema],
  ["items", (value) => (isArray(value) ? schemas(value) : schema(value))],
  ["maxItems", count],
  ["maxLength", count],
  ["maxProperties", count],
  ["maximum", number],
  ["minItems", count],
  ["minLength", count],
  ["minProperties", count],
  ["minimum", number],
  ["multipleOf", holds("a number above 0", (value) => typeof value === "number" && value > 0)],
  ["not", schema],
  ["oneOf", schemas],
  ["pattern", text],
  ["patternProperties", schemaMap],
  ["properties", schemaMap],
  ["propertyNames", schema],
  ["readOnly", flag],
  ["required", names],
  ["then", schema],
  ["title", text],
  ["type", (value) => (isArray(value) ? types(value) : typeName(value))],
  ["uniqueItems", flag],
  ["writeOnly", flag],
]);

/** The names of draft-07's keywords. */
export const keywordNames: readonly string[] = [...checks.keys()];

/** What is wrong with the value of a keyword; undefined where it is right, or the dialect has no such keyword. */
export function checkKeyword(keyword: string, value: Data): KeywordProblem | undefined {
  return checks.get(keyword)?.(value);
}

/** The types that a keyword says something about; undefined: it is about values of any type, or about none. */
export function typesOfKeyword(keyword: string): readonly string[] | undefined {
  return concerned.get(keyword);
}

const concerned: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    "integer number": "exclusiveMaximum exclusiveMinimum maximum minimum multipleOf",
    string: "contentEncoding contentMediaType format maxLength minLength pattern",
    array: "additionalItems contains items maxItems minItems uniqueItems",
    object:
      "additionalProperties dependencies maxProperties minProperties patternProperties properties propertyNames required",
  }).flatMap(([types, keywords]) =>
    keywords.split(" ").map((keyword): [string, readonly string[]] => [keyword, types.split(" ")]),
  ),
);
