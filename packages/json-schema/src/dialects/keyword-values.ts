import { type Data, isArray, isObject, isSchema } from "../data/data.ts";
import { DataSet } from "../data/data-set.ts";
import { join, type Pointer } from "../data/pointer.ts";

/** What is wrong with a keyword's value, and where below the keyword. */
export interface KeywordProblem {
  /** Below the keyword; empty for its whole value. */
  readonly pointer: Pointer;
  /** What belongs there: “a number”. */
  readonly expected: string;
}

/** Says what is wrong with the value of a keyword; undefined if nothing is. */
export type Check = (value: Data) => KeywordProblem | undefined;

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

export const text = holds("a string", (value) => typeof value === "string");
export const number = holds("a number", (value) => typeof value === "number");
export const flag = holds("true or false", (value) => typeof value === "boolean");
export const count = holds(
  "a whole number of at least 0",
  (value) => typeof value === "number" && Number.isInteger(value) && value >= 0,
);
export const positive = holds("a number above 0", (value) => typeof value === "number" && value > 0);
export const anything: Check = () => undefined;

export function list(expected: string, item: Check, { least = 0, isSet = false } = {}): Check {
  return (value) => {
    if (!isArray(value) || value.length < least) return { pointer: "", expected };
    const known = new DataSet();
    for (const [index, one] of value.entries()) {
      const problem = item(one);
      if (problem !== undefined) return { ...problem, pointer: join("", index) + problem.pointer };
      if (isSet && !known.add(one)) {
        return { pointer: join("", index), expected: "different from the entries before it" };
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

/** A list of different texts. */
export const textSet = list("a list of different names", text, { isSet: true });

const typeName = holds(`one of ${typeNames.join(", ")}`, (value) => typeNames.includes(value as string));
const types = list("a type, or a list of different types", typeName, { least: 1, isSet: true });
export const type: Check = (value) => (isArray(value) ? types(value) : typeName(value));

const schema = holds("a schema", isSchema);
const schemas = list("a list of at least one schema", schema, { least: 1 });

/** How a keyword contains schemas. `schema-or-names`: an object whose members are schemas or lists of names. */
export type SchemaHolder = "schema" | "list" | "map" | "schema-or-list" | "schema-or-names";

/** Checks of keywords that contain schemas, without checking the schemas themselves. */
export const holderChecks: Readonly<Record<SchemaHolder, Check>> = {
  schema,
  list: schemas,
  map: map("an object of schemas", schema),
  "schema-or-list": (value) => (isArray(value) ? schemas(value) : schema(value)),
  "schema-or-names": map("an object of schemas or lists of names", (value) =>
    isArray(value) ? textSet(value) : schema(value),
  ),
};
