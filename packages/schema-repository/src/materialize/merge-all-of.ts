import {
  below,
  cloneData,
  type Data,
  type DataObject,
  isArray,
  isObject,
  own,
  setOwn,
  subschemaKeywords,
} from "@addendum/json-schema";
import { Conflict, joinNames, type MergeConflict, mergeDistinct, type Part } from "./merge-keyword.ts";
import { sameSchema, sameValue } from "./same-schema.ts";

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

type ObjectPart = Part & { readonly schema: DataObject };

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
    const value = mergeKeyword(key, distinctValues(key, objects), merged);
    if (value === undefined) delete merged[key];
    else setOwn(merged, key, mergedKeywords.has(key) ? value : cloneData(value, copies));
  }
  if (propertyKeywords.some((key) => keys.has(key))) assign(merged, mergeProperties(objects));
  if (itemKeywords.some((key) => keys.has(key))) assign(merged, mergeItems(objects));
  return merged;
}

/** What the parts say of a keyword, each value once. */
function distinctValues(keyword: string, parts: readonly ObjectPart[]): Part[] {
  const kept: Part[] = [];
  for (const { schema, at } of parts) {
    if (!Object.hasOwn(schema, keyword)) continue;
    const value = schema[keyword] as Data;
    if (kept.some((one) => sameValue(keyword, one.schema, value))) continue;
    kept.push({ schema: value, at: below(at, keyword) });
  }
  return kept;
}

/** Whether a schema has no part that merging would change: most have none. */
function isLeaf(schema: DataObject): boolean {
  return Object.keys(schema).every(
    (key) => key === "if" || key === "then" || key === "else" || !subschemaKeywords.has(key),
  );
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
  if (values.length === 1) return (values[0] as Part).schema;
  if (key !== "pattern") return mergeDistinct(key, values);
  const patterns = values.map(({ schema }) => ({ pattern: schema }));
  const before = merged["allOf"];
  merged["allOf"] = isArray(before) ? [...patterns, ...before] : patterns;
  return undefined;
}

/** Member by member; lists of names are joined, and a list beside a schema becomes its `required`. */
function mergeDependencies(values: readonly Part[]): Data {
  const result: Record<string, Data> = {};
  for (const name of memberNames(values)) {
    const members = membersNamed(values, name);
    const lists = members.filter(({ schema }) => isArray(schema));
    if (lists.length > 0 && lists.length === members.length) {
      setOwn(result, name, joinNames(lists.map(({ schema }) => schema)));
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
    if (combinations.length > 10_000) throw new Conflict("anyOf", "different", values);
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
  if (merged.length === 0) throw new Conflict("anyOf", "empty", values);
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
