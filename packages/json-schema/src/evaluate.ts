import { fullFormats } from "ajv-formats/dist/formats.js";
import { type Data, type DataObject, equals, isArray, isObject, own, type Schema } from "./data.ts";
import { join, type Pointer, resolvePointer } from "./pointer.ts";

/** Why a value is not an instance of a schema: the first keyword that refuses it, and both places. */
export interface Refusal {
  readonly keyword: string;
  readonly schemaPointer: Pointer;
  readonly instancePointer: Pointer;
}

interface Place {
  readonly root: Schema;
  readonly schema: DataObject;
  readonly value: Data;
  readonly schemaPointer: Pointer;
  readonly instancePointer: Pointer;
  /** `$ref`s followed since the instance location last changed: a schema that refers to itself must not loop. */
  readonly following: readonly string[];
}

/** True when the keyword's value accepts the instance; a Refusal of its own when a subschema refused. */
type Keyword = (place: Place, argument: Data) => boolean | Refusal;

/**
 * Judges one value by one draft-07 schema, with `$ref`s within the document. Formats are asserted, unknown formats and
 * unknown keywords accepted, as the validator has it. Source: JSON Schema Validation draft-07 §6.
 */
export function evaluate(schema: Schema, value: Data): Refusal | undefined {
  return judge(schema, schema, value, "", "", []);
}

function judge(
  root: Schema,
  schema: Data | undefined,
  value: Data,
  schemaPointer: Pointer,
  instancePointer: Pointer,
  following: readonly string[],
): Refusal | undefined {
  if (schema === false) return { keyword: "false", schemaPointer, instancePointer };
  if (!isObject(schema)) return undefined;
  const place: Place = { root, schema, value, schemaPointer, instancePointer, following };
  for (const name of Object.keys(schema)) {
    const keyword = keywords.get(name);
    if (keyword === undefined) continue;
    const verdict = keyword(place, schema[name] as Data);
    if (verdict === true) continue;
    if (verdict !== false) return verdict;
    return { keyword: name, schemaPointer: join(schemaPointer, name), instancePointer };
  }
  return undefined;
}

/** Judges the same value by a subschema. */
function inPlace(place: Place, schema: Data, ...path: (string | number)[]): Refusal | undefined {
  const at = join(place.schemaPointer, ...path);
  return judge(place.root, schema, place.value, at, place.instancePointer, place.following);
}

/** Judges a part of the value by a subschema. */
function part(
  place: Place,
  schema: Data,
  path: readonly (string | number)[],
  value: Data,
  token: string | number,
): Refusal | undefined {
  const at = join(place.schemaPointer, ...path);
  return judge(place.root, schema, value, at, join(place.instancePointer, token), []);
}

function firstRefusal(refusals: Iterable<Refusal | undefined>): boolean | Refusal {
  for (const refusal of refusals) if (refusal !== undefined) return refusal;
  return true;
}

/** Lengths count Unicode code points. Source: JSON Schema Validation draft-07 §6.3. */
function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

const patterns = new Map<string, RegExp | undefined>();

function matches(pattern: Data, text: string): boolean {
  if (typeof pattern !== "string") return true;
  if (!patterns.has(pattern)) {
    let compiled: RegExp | undefined;
    try {
      compiled = new RegExp(pattern, "u");
    } catch {
      compiled = undefined; // Not a pattern: a finding of its own, and nothing here.
    }
    patterns.set(pattern, compiled);
  }
  return patterns.get(pattern)?.test(text) ?? true;
}

function hasType(value: Data, type: Data): boolean {
  switch (type) {
    case "null":
      return value === null;
    case "boolean":
    case "string":
      return typeof value === type;
    case "number":
      return typeof value === "number" && Number.isFinite(value);
    case "integer":
      return Number.isInteger(value);
    case "array":
      return isArray(value);
    case "object":
      return isObject(value);
    default:
      return true;
  }
}

function number(compare: (value: number, limit: number) => boolean): Keyword {
  return ({ value }, limit) =>
    typeof value !== "number" || typeof limit !== "number" || compare(value, limit);
}

function string(compare: (value: string, limit: number) => boolean): Keyword {
  return ({ value }, limit) =>
    typeof value !== "string" || typeof limit !== "number" || compare(value, limit);
}

function size(measure: (value: Data) => number | undefined, atLeast: boolean): Keyword {
  return ({ value }, limit) => {
    const count = measure(value);
    if (count === undefined || typeof limit !== "number") return true;
    return atLeast ? count >= limit : count <= limit;
  };
}

const itemCount = (value: Data) => (isArray(value) ? value.length : undefined);
const memberCount = (value: Data) => (isObject(value) ? Object.keys(value).length : undefined);

function branches(place: Place, argument: Data, keyword: string): number {
  if (!isArray(argument)) return 1;
  return argument.filter((schema, index) => !inPlace(place, schema, keyword, index)).length;
}

const keywords: ReadonlyMap<string, Keyword> = new Map<string, Keyword>([
  [
    "$ref",
    (place, reference) => {
      if (typeof reference !== "string" || !reference.startsWith("#")) return true;
      if (place.following.includes(reference)) return true;
      const target = resolvePointer(place.root as Data, decodeURIComponent(reference.slice(1)));
      if (target === undefined) return true;
      const following = [...place.following, reference];
      const { root, value, schemaPointer, instancePointer } = place;
      const refusal = judge(root, target, value, join(schemaPointer, "$ref"), instancePointer, following);
      return refusal ?? true;
    },
  ],
  [
    "type",
    ({ value }, type) => (isArray(type) ? type.some((one) => hasType(value, one)) : hasType(value, type)),
  ],
  ["enum", ({ value }, options) => !isArray(options) || options.some((one) => equals(one, value))],
  ["const", ({ value }, constant) => equals(constant, value)],
  ["minimum", number((value, limit) => value >= limit)],
  ["maximum", number((value, limit) => value <= limit)],
  ["exclusiveMinimum", number((value, limit) => value > limit)],
  ["exclusiveMaximum", number((value, limit) => value < limit)],
  ["multipleOf", number((value, factor) => Number.isInteger(value / factor))],
  ["minLength", string((value, limit) => codePoints(value) >= limit)],
  ["maxLength", string((value, limit) => codePoints(value) <= limit)],
  ["pattern", ({ value }, pattern) => typeof value !== "string" || matches(pattern, value)],
  [
    "format",
    ({ value }, name) => {
      if (typeof name !== "string" || !Object.hasOwn(fullFormats, name)) return true;
      const format = fullFormats[name as keyof typeof fullFormats] as unknown as FormatDefinition;
      return accepts(format, value);
    },
  ],
  [
    "items",
    (place, items) => {
      const { value } = place;
      if (!isArray(value)) return true;
      return firstRefusal(
        value.map((item, index) => {
          if (!isArray(items)) return part(place, items, ["items"], item, index);
          const schema = items[index];
          if (schema !== undefined) return part(place, schema, ["items", index], item, index);
          const rest = own(place.schema, "additionalItems") ?? true;
          return part(place, rest, ["additionalItems"], item, index);
        }),
      );
    },
  ],
  [
    "contains",
    (place, schema) => {
      const { value } = place;
      if (!isArray(value)) return true;
      return value.some((item, index) => !part(place, schema, ["contains"], item, index));
    },
  ],
  [
    "uniqueItems",
    ({ value }, unique) => {
      if (unique !== true || !isArray(value)) return true;
      return value.every((item, index) => !value.slice(0, index).some((one) => equals(one, item)));
    },
  ],
  ["minItems", size(itemCount, true)],
  ["maxItems", size(itemCount, false)],
  ["minProperties", size(memberCount, true)],
  ["maxProperties", size(memberCount, false)],
  [
    "required",
    ({ value }, names) =>
      !isObject(value) ||
      !isArray(names) ||
      names.every((name) => typeof name !== "string" || Object.hasOwn(value, name)),
  ],
  [
    "properties",
    (place, properties) => {
      const { value } = place;
      if (!isObject(value) || !isObject(properties)) return true;
      return firstRefusal(
        Object.keys(properties).map((name) => {
          const member = own(value, name);
          if (member === undefined) return undefined;
          return part(place, properties[name] as Data, ["properties", name], member, name);
        }),
      );
    },
  ],
  [
    "patternProperties",
    (place, patternProperties) => {
      const { value } = place;
      if (!isObject(value) || !isObject(patternProperties)) return true;
      return firstRefusal(
        Object.entries(patternProperties).flatMap(([pattern, schema]) =>
          Object.entries(value)
            .filter(([name]) => matches(pattern, name))
            .map(([name, member]) => part(place, schema, ["patternProperties", pattern], member, name)),
        ),
      );
    },
  ],
  [
    "additionalProperties",
    (place, schema) => {
      const { value } = place;
      if (!isObject(value)) return true;
      const declared = own(place.schema, "properties");
      const declaredPatterns = own(place.schema, "patternProperties");
      return firstRefusal(
        Object.entries(value)
          .filter(([name]) => !(isObject(declared) && Object.hasOwn(declared, name)))
          .filter(
            ([name]) =>
              !(
                isObject(declaredPatterns) &&
                Object.keys(declaredPatterns).some((pattern) => matches(pattern, name))
              ),
          )
          .map(([name, member]) => part(place, schema, ["additionalProperties"], member, name)),
      );
    },
  ],
  [
    "propertyNames",
    (place, schema) => {
      const { value } = place;
      if (!isObject(value)) return true;
      return firstRefusal(
        Object.keys(value).map((name) => part(place, schema, ["propertyNames"], name, name)),
      );
    },
  ],
  [
    "dependencies",
    (place, dependencies) => {
      const { value } = place;
      if (!isObject(value) || !isObject(dependencies)) return true;
      for (const [name, dependency] of Object.entries(dependencies)) {
        if (!Object.hasOwn(value, name)) continue;
        if (isArray(dependency)) {
          const missing = dependency.some((one) => typeof one === "string" && !Object.hasOwn(value, one));
          if (missing) return false;
        } else {
          const refusal = inPlace(place, dependency, "dependencies", name);
          if (refusal) return refusal;
        }
      }
      return true;
    },
  ],
  [
    "allOf",
    (place, schemas) =>
      !isArray(schemas) ||
      firstRefusal(schemas.map((schema, index) => inPlace(place, schema, "allOf", index))),
  ],
  ["anyOf", (place, schemas) => branches(place, schemas, "anyOf") > 0],
  ["oneOf", (place, schemas) => branches(place, schemas, "oneOf") === 1],
  ["not", (place, schema) => inPlace(place, schema, "not") !== undefined],
  [
    "if",
    (place, condition) => {
      const branch = inPlace(place, condition, "if") === undefined ? "then" : "else";
      return inPlace(place, own(place.schema, branch) ?? true, branch) ?? true;
    },
  ],
]);

/** What ajv-formats defines for a format: a pattern, a predicate, or either for one JSON type. */
type FormatDefinition =
  | true
  | RegExp
  | ((value: string) => boolean)
  | { readonly type?: "number"; readonly validate: FormatDefinition };

function accepts(format: FormatDefinition, value: Data): boolean {
  if (format === true) return true;
  if (typeof format === "function") return typeof value !== "string" || format(value);
  if (format instanceof RegExp) return typeof value !== "string" || format.test(value);
  if (format.type === "number") {
    if (typeof value !== "number") return true;
    const { validate } = format as unknown as { validate: true | ((value: number) => boolean) };
    return validate === true || validate(value);
  }
  return accepts(format.validate, value);
}
