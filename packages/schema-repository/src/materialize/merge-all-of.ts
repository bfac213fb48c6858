import {
  cloneData,
  type Data,
  type DataObject,
  DataSet,
  isArray,
  isObject,
  join,
  own,
  type Pointer,
  setOwn,
  subschemaKeywords,
} from "@addendum/json-schema";
import { sameSchema, sameValue } from "./same-schema.ts";

/** Two values of one keyword that no single value can stand for. */
export interface MergeConflict {
  readonly keyword: string;
  readonly reason: "different" | "empty";
  readonly places: readonly [Pointer, Pointer];
  readonly values: readonly [Data, Data];
}

/** A step towards a value; pointers are made of steps only where one is reported. */
interface Place {
  readonly within: Place | undefined;
  readonly tokens: readonly (string | number)[];
}

function below(within: Place | undefined, ...tokens: readonly (string | number)[]): Place {
  return { within, tokens };
}

function toPointer(place: Place | undefined): Pointer {
  return place === undefined ? "" : join(toPointer(place.within), ...place.tokens);
}

/** A schema, and where it stands in the dereferenced document. */
interface Part {
  readonly schema: Data;
  readonly at: Place | undefined;
}

class Conflict extends Error {
  readonly conflict: MergeConflict;
  constructor(conflict: MergeConflict) {
    super(conflict.keyword);
    this.conflict = conflict;
  }
}

/**
 * Flattens every `allOf` into the schema that holds it, the schema first, then its members depth-first.
 * Draft-07 meaning is kept, but for `additionalProperties`: any `false` wins and no property is pruned.
 * Source: the output of @wikimedia/jsonschema-tools 1.3.0 (json-schema-merge-allof with ignoreAdditionalProperties).
 */
export function mergeAllOf(
  schema: DataObject,
): { kind: "merged"; schema: DataObject } | { kind: "conflict"; conflict: MergeConflict } {
  try {
    const merged = mergeObjects(flatten({ schema, at: undefined }), schema);
    return { kind: "merged", schema: merged };
  } catch (error) {
    if (error instanceof Conflict) return { kind: "conflict", conflict: error.conflict };
    throw error;
  }
}

type ObjectPart = { readonly schema: DataObject; readonly at: Place | undefined };

/** The schema without its `allOf`, and everything its `allOf` holds. */
function flatten(part: Part): Part[] {
  if (!isObject(part.schema) || !isArray(own(part.schema, "allOf"))) return [part];
  const { allOf, ...rest } = part.schema;
  const members = (allOf as readonly Data[]).flatMap((schema, index) =>
    flatten({ schema, at: below(part.at, "allOf", index) }),
  );
  return [{ schema: rest, at: part.at }, ...members];
}

/** One schema that means all of the parts; undefined when there are none. */
function mergeParts(parts: readonly Part[], base?: DataObject): Data | undefined {
  const [first] = parts;
  if (first === undefined) return undefined;
  // Most schemas stand alone and have no parts.
  if (parts.length === 1 && base === undefined && isObject(first.schema) && isLeaf(first.schema)) {
    return cloneData(first.schema);
  }
  if (parts.some(({ schema }) => schema === false)) return false;
  if (parts.every(({ schema }) => schema === true)) return true;
  const objects = parts.filter(({ schema }) => isObject(schema));
  if (objects.some(({ schema }) => isArray(own(schema as DataObject, "allOf")))) {
    // The schema that holds the parts says nothing itself, and stands first: what only repeats that is left out.
    const flat = [{ schema: {}, at: (objects[0] as Part).at }, ...objects.flatMap(flatten)];
    if (flat.some(({ schema }) => schema === false)) return false;
    return mergeObjects(flat);
  }
  return mergeObjects(objects, base);
}

/** Keywords whose schemas are made anew by merging. */
const mergedKeywords = new Set([
  "definitions",
  "dependencies",
  "contains",
  "propertyNames",
  "anyOf",
  "oneOf",
]);
const propertyKeywords = ["properties", "patternProperties", "additionalProperties"];
const itemKeywords = ["items", "additionalItems"];

/**
 * @param base where given, its keys stay unless the merge gives them another value: at the root and in a lone branch
 * of `anyOf` or `oneOf` empty keywords survive, elsewhere they vanish.
 */
function mergeObjects(parts: readonly Part[], base?: DataObject): DataObject {
  const objects = parts.filter((part): part is ObjectPart => isObject(part.schema));
  const merged: Record<string, Data> = {};
  if (base !== undefined) {
    for (const key of Object.keys(base)) {
      if (key !== "allOf" || !isArray(base[key])) setOwn(merged, key, base[key] as Data);
    }
  }
  // Data that two schemas share is each one's own from here on; what one schema shares within itself stays shared.
  const copies = new Map<object, Data>();
  const keys = new Set(objects.flatMap(({ schema }) => Object.keys(schema)));
  for (const key of keys) {
    if (propertyKeywords.includes(key) || itemKeywords.includes(key)) continue;
    const values = objects
      .filter(({ schema }) => Object.hasOwn(schema, key))
      .map(({ schema, at }) => ({ schema: schema[key] as Data, at: below(at, key) }));
    const distinct = unique(values, (a, b) => sameValue(key, a.schema, b.schema));
    const value = mergeKeyword(key, distinct, merged);
    if (value === undefined) delete merged[key];
    else setOwn(merged, key, mergedKeywords.has(key) ? value : cloneData(value, copies));
  }
  if (propertyKeywords.some((key) => keys.has(key))) assign(merged, mergeProperties(objects));
  if (itemKeywords.some((key) => keys.has(key))) assign(merged, mergeItems(objects));
  return merged;
}

/** Whether a schema has no part that merging would change: most have none. */
function isLeaf(schema: DataObject): boolean {
  return Object.keys(schema).every(
    (key) => key === "if" || key === "then" || key === "else" || !subschemaKeywords.has(key),
  );
}

/** The values without those that equal an earlier one. */
function distinctData(values: readonly Data[]): Data[] {
  const known = new DataSet();
  return values.filter((value) => known.add(value));
}

function unique<T>(values: readonly T[], same: (a: T, b: T) => boolean): T[] {
  const kept: T[] = [];
  for (const value of values) if (!kept.some((one) => same(one, value))) kept.push(value);
  return kept;
}

/** Empty objects are left out: beside `properties` and `items` they say nothing. */
function assign(target: Record<string, Data>, source: Record<string, Data | undefined>): void {
  for (const [key, value] of Object.entries(source)) {
    const empty = value === undefined || value === null || (isObject(value) && isEmpty(value));
    if (!empty && !(isArray(value) && value.length === 0)) setOwn(target, key, value as Data);
  }
}

function isEmpty(object: DataObject): boolean {
  return Object.keys(object).length === 0;
}

/** One value for a keyword; undefined when it moved into `merged.allOf`. */
function mergeKeyword(key: string, values: readonly Part[], merged: Record<string, Data>): Data | undefined {
  const first = values[0] as Part;
  switch (key) {
    case "definitions":
    case "dependencies":
      return mergeDependencies(values);
    case "contains":
    case "propertyNames":
      return mergeParts(values);
    case "not":
      return { anyOf: values.map(({ schema }) => schema) };
    case "anyOf":
    case "oneOf":
      return mergeBranches(values);
  }
  if (values.length === 1) return first.schema;
  const data = values.map(({ schema }) => schema);
  const numbers = data.filter((value) => typeof value === "number");
  switch (key) {
    case "title":
    case "description":
    case "$id":
    case "$schema":
    case "$ref":
    case "default":
    case "examples":
      return first.schema;
    case "required":
      return sorted(distinctData(data.flatMap((value) => (isArray(value) ? value : [value]))));
    case "enum":
      return intersectEnums(values);
    case "type":
      return intersectTypes(values);
    case "minimum":
    case "exclusiveMinimum":
    case "minLength":
    case "minItems":
    case "minProperties":
      return Math.max(...numbers);
    case "maximum":
    case "exclusiveMaximum":
    case "maxLength":
    case "maxItems":
    case "maxProperties":
      return Math.min(...numbers);
    case "multipleOf":
      return leastCommonMultiple(numbers);
    case "uniqueItems":
      return data.includes(true);
    case "pattern": {
      const patterns = data.map((pattern) => ({ pattern }));
      const before = merged["allOf"];
      merged["allOf"] = isArray(before) ? [...patterns, ...before] : patterns;
      return undefined;
    }
    default:
      throw conflict(key, "different", values);
  }
}

function conflict(keyword: string, reason: MergeConflict["reason"], values: readonly Part[]) {
  const [a, b] = values as [Part, Part];
  return new Conflict({
    keyword,
    reason,
    places: [toPointer(a.at), toPointer(b.at)],
    values: [a.schema, b.schema],
  });
}

/** Ascending as JavaScript compares values, which is how the merged lists of existing repositories stand. */
function sorted(values: readonly Data[]): Data[] {
  const last = (value: Data) => (value === null ? 1 : Number.isNaN(value) ? 2 : 0);
  return [...values].sort((a, b) => {
    if (last(a) !== 0 || last(b) !== 0) return last(a) - last(b);
    // Values of different types compare as `<` has it.
    const [left, right] = [a, b] as [number, number];
    return left < right ? -1 : left > right ? 1 : 0;
  });
}

function intersectEnums(values: readonly Part[]): Data {
  const lists = values.map(({ schema }) => (isArray(schema) ? schema : [schema]));
  const [first = [], ...others] = lists;
  const sets = others.map((list) => new DataSet(list));
  const common = distinctData(first).filter((option) => sets.every((set) => set.has(option)));
  if (common.length === 0) throw conflict("enum", "empty", values);
  return sorted(common);
}

function intersectTypes(values: readonly Part[]): Data {
  const lists = values.map(({ schema }) => (isArray(schema) ? schema : [schema]));
  const has = (list: readonly Data[], type: Data) =>
    list.includes(type) || (type === "integer" && list.includes("number"));
  const candidates = distinctData(lists.flat());
  const common = candidates.filter((type) => lists.every((list) => has(list, type)));
  // Where every list has "number", "integer" adds nothing beside it.
  const types = common.includes("number") ? common.filter((type) => type !== "integer") : common;
  if (types.length === 0) throw conflict("type", "empty", values);
  return types.length === 1 ? (types[0] as Data) : types;
}

function leastCommonMultiple(numbers: readonly number[]): number {
  let factor = 1;
  while (numbers.some((number) => !Number.isInteger(number * factor)) && factor < 1e15) factor *= 10;
  const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
  const multiple = numbers
    .map((number) => Math.round(number * factor))
    .reduce((a, b) => Math.abs(a * b) / divisor(Math.abs(a), Math.abs(b)));
  return multiple / factor;
}

/** Member by member; lists of names are joined, and a list beside a schema becomes its `required`. */
function mergeDependencies(values: readonly Part[]): Data {
  const result: Record<string, Data> = {};
  for (const name of memberNames(values)) {
    const members = membersNamed(values, name);
    const lists = members.filter(({ schema }) => isArray(schema));
    if (lists.length > 0 && lists.length === members.length) {
      const names = lists.flatMap(({ schema }) => schema as readonly Data[]);
      setOwn(result, name, sorted(distinctData(names)));
    } else {
      const required = lists.map(({ schema, at }) => ({ schema: { required: schema }, at }));
      const schemas = members.filter(({ schema }) => !isArray(schema));
      const merged = mergeParts(unique([...schemas, ...required], samePart));
      if (merged !== undefined) setOwn(result, name, merged);
    }
  }
  return result;
}

function samePart(a: Part, b: Part): boolean {
  return sameSchema(a.schema, b.schema);
}

function memberNames(values: readonly (Part | undefined)[]): Set<string> {
  return new Set(
    values.flatMap((value) => (value && isObject(value.schema) ? Object.keys(value.schema) : [])),
  );
}

function membersNamed(values: readonly (Part | undefined)[], name: string): Part[] {
  return values.flatMap((value) => {
    if (value === undefined || !isObject(value.schema)) return [];
    const member = own(value.schema, name);
    return member === undefined ? [] : [{ schema: member, at: below(value.at, name) }];
  });
}

/** One list of branches is kept, each merged in itself; several become the branches of all their combinations. */
function mergeBranches(values: readonly Part[]): Data {
  const lists = values.map(({ schema, at }) =>
    isArray(schema)
      ? schema.map((branch, index) => ({ schema: branch, at: below(at, index) }))
      : [{ schema, at }],
  );
  const [first, ...rest] = lists;
  if (first === undefined) return [];
  if (rest.length === 0) {
    return first.map((branch) => {
      const base = isObject(branch.schema) ? branch.schema : undefined;
      return mergeParts([branch], base) ?? {};
    });
  }
  let combinations: Part[][] = first.map((branch) => [branch]);
  for (const list of rest) {
    combinations = combinations.flatMap((combination) => list.map((branch) => [branch, ...combination]));
    if (combinations.length > 10_000) throw conflict("anyOf", "different", values);
  }
  const merged: Data[] = [];
  for (const combination of combinations) {
    try {
      const schema = mergeParts(combination);
      if (schema !== undefined) merged.push(schema);
    } catch (error) {
      if (!(error instanceof Conflict)) throw error; // A combination that nothing can meet is no branch.
    }
  }
  if (merged.length === 0) throw conflict("anyOf", "empty", values);
  return unique(merged, sameSchema);
}

function keywordParts(parts: readonly ObjectPart[], keyword: string): (Part | undefined)[] {
  return parts.map(({ schema, at }) => {
    const value = own(schema, keyword);
    return value === undefined ? undefined : { schema: value, at: below(at, keyword) };
  });
}

function mergeMembers(values: readonly (Part | undefined)[]): DataObject | undefined {
  const result: Record<string, Data> = {};
  const [only] = values;
  const alone = values.length === 1 && only !== undefined && isObject(only.schema) ? only.schema : undefined;
  for (const name of alone === undefined ? memberNames(values) : Object.keys(alone)) {
    const members =
      alone === undefined
        ? unique(membersNamed(values, name), samePart)
        : [{ schema: alone[name] as Data, at: below(only?.at, name) }];
    const merged = mergeParts(members);
    if (merged !== undefined) setOwn(result, name, merged);
  }
  return result;
}

/** Parts that say the same about the keywords count once, the first. */
function distinctBy(keywords: readonly string[], parts: readonly ObjectPart[]): ObjectPart[] {
  return unique(parts, (a, b) =>
    keywords.every((key) => sameValue(key, own(a.schema, key), own(b.schema, key))),
  );
}

function mergeProperties(all: readonly ObjectPart[]): Record<string, Data | undefined> {
  const parts = distinctBy(propertyKeywords, all);
  const defined = (values: (Part | undefined)[]) => values.filter((value) => value !== undefined);
  const additionalProperties = mergeParts(defined(keywordParts(parts, "additionalProperties")));
  let properties = mergeMembers(keywordParts(parts, "properties"));
  if (additionalProperties === false && properties !== undefined) {
    // Where nothing undeclared may be there, a property that nothing can satisfy says nothing more.
    properties = Object.fromEntries(Object.entries(properties).filter(([, schema]) => schema !== false));
  }
  return {
    additionalProperties,
    patternProperties: mergeMembers(keywordParts(parts, "patternProperties")),
    properties,
  };
}

function mergeItems(parts: readonly ObjectPart[]): Record<string, Data | undefined> {
  const relevant = distinctBy(itemKeywords, parts);
  const items = keywordParts(relevant, "items");
  const present = items.filter((value) => value !== undefined);
  const additional = keywordParts(relevant, "additionalItems");
  const tuples = present.filter(({ schema }) => isArray(schema));
  if (tuples.length === 0) {
    const rest = present.length === 0 ? additional.filter((value) => value !== undefined) : [];
    return { items: mergeParts(present), additionalItems: mergeParts(rest) };
  }
  const length = Math.max(...tuples.map(({ schema }) => (schema as readonly Data[]).length));
  const positions: Data[] = [];
  for (let index = 0; index < length; index++) {
    const atPosition = items.flatMap((value, which) => {
      if (value === undefined) return [];
      if (!isArray(value.schema)) return [value];
      const own = value.schema[index];
      if (own !== undefined) return [{ schema: own, at: below(value.at, index) }];
      const rest = additional[which];
      return rest === undefined ? [] : [rest];
    });
    positions.push(mergeParts(unique(atPosition, samePart)) ?? {});
  }
  const rest = items.flatMap((value, which) => {
    const beyond = value === undefined || isArray(value.schema) ? additional[which] : value;
    return beyond === undefined ? [] : [beyond];
  });
  const additionalItems = mergeParts(rest);
  const kept = additionalItems === false ? positions.filter((one) => one !== false) : positions;
  return { items: kept, additionalItems };
}
