import {
  type Data,
  type DataObject,
  evaluate,
  findRange,
  isArray,
  isObject,
  join,
  own,
  parent,
  parseDocument,
  type Pointer,
  resolvePointer,
  sourceRanges,
  tokens,
} from "@addendum/json-schema";
import { findConflict } from "../model/conflict-markers.ts";
import { suggest } from "../words/suggestion.ts";

/** A mistake in a configuration, and its place. */
export interface ConfigurationProblem {
  readonly pointer: Pointer;
  /** It is the key that is wrong, not its value. */
  readonly isKey?: boolean;
  readonly message: string;
}

/** A configuration that cannot be used; `offset` is into its text. */
export interface InvalidConfiguration {
  readonly kind: "invalid";
  readonly message: string;
  readonly offset: number;
}

/** Reads a configuration's text, which is an object; an empty one is an empty object. */
export function parseConfigurationObject(
  text: string,
): { readonly kind: "object"; readonly data: DataObject } | InvalidConfiguration {
  const result = parseDocument(text);
  if (result.kind === "problem") {
    const { problem } = result;
    if (problem.kind !== "syntax")
      return { kind: "invalid", message: `not usable: ${problem.kind}`, offset: 0 };
    const conflict = findConflict(text);
    if (conflict !== undefined) {
      const message = `a merge conflict between ${conflict.ours} and ${conflict.theirs} is not resolved here`;
      return { kind: "invalid", message, offset: conflict.offset };
    }
    return { kind: "invalid", message: `not valid YAML: ${problem.reason}`, offset: problem.offset };
  }
  const { data } = result.document;
  if (data === null) return { kind: "object", data: {} };
  return isObject(data)
    ? { kind: "object", data }
    : { kind: "invalid", message: "the configuration must be an object", offset: 0 };
}

/** An invalid configuration, with the offset of the mistake. */
export function invalidAt(
  text: string,
  { pointer, isKey, message }: ConfigurationProblem,
): InvalidConfiguration {
  const ranges = sourceRanges(text);
  const key = isKey === true ? ranges.get(pointer)?.key : undefined;
  return { kind: "invalid", message, offset: (key ?? findRange(ranges, pointer, text)).start };
}

/** The first error of a configuration by its JSON Schema, in words that include the schema's descriptions. */
export function findConfigurationProblem(
  schema: DataObject,
  data: DataObject,
): ConfigurationProblem | undefined {
  const refusal = evaluate(schema, data);
  if (refusal === undefined) return undefined;
  const { instancePointer: pointer, schemaPointer, keyword } = refusal;
  const holder = objectOr(resolvePointer(schema, parent(schemaPointer)));
  const properties = objectOr(own(holder, "properties"));
  const name = tokens(pointer).join(".") || String(schema["title"]);
  // A key that is not known is refused by `additionalProperties: false`.
  if (keyword === "false") {
    const unknown = tokens(pointer).at(-1) ?? "";
    return { pointer, isKey: true, message: unknownName("key", unknown, Object.keys(properties)) };
  }
  if (keyword === "required") {
    const value = objectOr(resolvePointer(data, pointer));
    // What is missing may be there, misspelt.
    const known = Object.keys(properties);
    const unknown = Object.keys(value).find((key) => !known.includes(key));
    if (unknown !== undefined && own(holder, "additionalProperties") === false) {
      const message = unknownName("key", unknown, known);
      return { pointer: join(pointer, unknown), isKey: true, message };
    }
    const required = own(holder, "required") as readonly string[];
    const missing = required.find((one) => !Object.hasOwn(value, one)) ?? "";
    const member = objectOr(own(properties, missing));
    const only = own(member, "const");
    const shown = only === undefined ? missing : `${missing}: ${JSON.stringify(only)}`;
    return { pointer, message: `“${name}” lacks “${shown}”.${description(member)}` };
  }
  const isKey = tokens(parent(schemaPointer)).at(-1) === "propertyNames";
  const given = isKey ? (tokens(pointer).at(-1) ?? "") : resolvePointer(data, pointer);
  const message = `“${name}” ${demandOf(keyword, holder[keyword], given)}.${description(holder)}`;
  return { pointer, isKey, message };
}

/**
 * What a keyword demands, and what was given instead: “must be one of error, warn, not “eror””. A text is only repeated
 * where the setting is one of a few words: anywhere else it may be a password under the wrong key.
 */
function demandOf(keyword: string, demand: Data | undefined, given: Data | undefined): string {
  const isRepeated = typeof given === "string" && (keyword === "enum" || keyword === "const");
  const must = (text: string) => `must be ${text}${given === undefined ? "" : insteadOf(given, isRepeated)}`;
  switch (keyword) {
    case "type": {
      const types = (isArray(demand) ? demand : [demand]).map(
        (type) => typeNames[String(type)] ?? String(type),
      );
      return must(types.join(" or "));
    }
    case "enum": {
      const options = isArray(demand) ? demand.map(show) : [];
      const meant =
        typeof given === "string" ? suggest(given, isArray(demand) ? demand.map(String) : []) : undefined;
      return `${must(`one of ${options.join(", ")}`)}${meant === undefined ? "" : `; did you mean “${meant}”?`}`;
    }
    case "const":
      return must(show(demand ?? null));
    case "minimum":
      return must(`at least ${show(demand ?? 0)}`);
    case "exclusiveMinimum":
      return must(`above ${show(demand ?? 0)}`);
    case "maximum":
      return must(`at most ${show(demand ?? 0)}`);
    case "minLength":
    case "minItems":
    case "minProperties":
      return demand === 1 ? "must not be empty" : `does not satisfy ${keyword}: ${JSON.stringify(demand)}`;
    case "pattern":
      return `must match the pattern ${String(demand)}`;
    default:
      return `does not satisfy ${keyword}: ${JSON.stringify(demand)}`;
  }
}

function insteadOf(given: Data, isRepeated: boolean): string {
  if (typeof given === "string") return isRepeated ? `, not ${show(given)}` : ", not a string";
  if (isArray(given)) return ", not a list";
  return isObject(given) ? ", not a mapping" : `, not ${show(given)}`;
}

const typeNames: Readonly<Record<string, string>> = {
  array: "a list",
  boolean: "true or false",
  integer: "an integer",
  null: "null",
  number: "a number",
  object: "a mapping",
  string: "a string",
};

function show(value: Data): string {
  return typeof value === "string" ? `“${value}”` : JSON.stringify(value);
}

/** A message that a name is unknown, with a suggestion, or else where the names are listed. */
export function unknownName(
  what: string,
  name: string,
  known: readonly string[],
  others = `Possible values: ${known.join(", ")}.`,
): string {
  const meant = suggest(name, known);
  return `unknown ${what} “${name}”${meant === undefined ? `. ${others}` : `; did you mean “${meant}”?`}`;
}

function description(schema: DataObject): string {
  const text = own(schema, "description");
  return typeof text === "string" ? ` ${text}` : "";
}

function objectOr(value: Data | undefined): DataObject {
  return isObject(value) ? value : {};
}
