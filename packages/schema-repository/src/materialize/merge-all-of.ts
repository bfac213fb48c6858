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
import { conditionKeywords, distinctConditions } from "./conditions.ts";
import { withoutDeadKeywords } from "./dead-keywords.ts";
import { mergeItems } from "./merge-items.ts";
import { Conflict, isAnnotation, joinNames, type MergeConflict, mergeDistinct } from "./merge-keyword.ts";
import {
  distinctBy,
  distinctValues,
  keywordParts,
  memberNames,
  partsNamed,
  type ObjectPart,
  type Part,
  withoutRepeats,
} from "./merge-parts.ts";

/**
 * Flattens every `allOf` into the schema that contains it, the schema first, then its members depth-first. Draft-07
 * meaning is kept, except for `additionalProperties`: any `false` wins and no property is pruned. What no single
 * keyword can say stays in an `allOf`.
 * Source: the output of @wikimedia/jsonschema-tools 1.3.0 (json-schema-merge-allof with ignoreAdditionalProperties).
 * @param annotations keywords of the repository's own that assert nothing
 */
export function mergeAllOf(
  schema: DataObject,
  annotations: readonly string[] = [],
): { kind: "merged"; schema: DataObject } | { kind: "conflict"; conflict: MergeConflict } {
  try {
    return { kind: "merged", schema: new Merger(annotations, false).mergeRoot(schema) };
  } catch (error) {
    if (error instanceof Conflict) return { kind: "conflict", conflict: error.conflict };
    throw error;
  }
}

/** The schema without its `allOf`, and everything its `allOf` contains. */
function flatten(part: Part): Part[] {
  if (!isObject(part.schema) || !isArray(own(part.schema, "allOf"))) return [part];
  const { allOf, ...rest } = part.schema;
  const members = (allOf as readonly Data[]).flatMap((schema, index) =>
    flatten({ schema, at: below(part.at, "allOf", index) }),
  );
  return [{ schema: rest, at: part.at }, ...members];
}

const propertyKeywords = ["properties", "patternProperties", "additionalProperties"];
const itemKeywords = ["items", "additionalItems"];

/** Keywords whose schemas are made anew by merging. */
const mergedKeywords = new Set([
  "definitions",
  "dependencies",
  "contains",
  "propertyNames",
  "anyOf",
  "oneOf",
]);

/** More branches than this are not written out: the lists that they are made of stay apart. */
const branchLimit = 10_000;

class Merger {
  private readonly annotations: readonly string[];
  private readonly isCombination: boolean;

  /**
   * @param isCombination whether branches of several `anyOf`s or `oneOf`s are being combined: then a contradiction is
   *   no mistake, but a schema that nothing satisfies
   */
  constructor(annotations: readonly string[], isCombination: boolean) {
    this.annotations = annotations;
    this.isCombination = isCombination;
  }

  mergeRoot(schema: DataObject): DataObject {
    const parts = flatten({ schema, at: undefined });
    const refusal = parts.find((part) => part.schema === false);
    // A version is an object, also where it refuses everything.
    return this.mergeObjects(refusal ? [...parts, { schema: { not: {} }, at: refusal.at }] : parts, true);
  }

  /**
   * One schema that means all of the parts; undefined when there are none.
   * @param keepsEmpty whether empty keywords stay that merging gives no other value: they do at the root and in a lone
   *   branch of `anyOf` or `oneOf`, and vanish elsewhere
   */
  private merge(parts: readonly Part[], keepsEmpty = false): Data | undefined {
    if (!this.isCombination) return this.mergeParts(parts, keepsEmpty);
    try {
      const schema = this.mergeParts(parts, keepsEmpty);
      return isObject(schema) && schema["type"] === "object" && refusesObjects(schema) ? false : schema;
    } catch (error) {
      if (error instanceof Conflict) return false;
      throw error;
    }
  }

  private mergeParts(parts: readonly Part[], keepsEmpty: boolean): Data | undefined {
    const [first] = parts;
    if (first === undefined) return undefined;
    // Most schemas stand alone and have no parts.
    if (parts.length === 1 && !keepsEmpty && isObject(first.schema) && isLeaf(first.schema)) {
      return cloneData(first.schema);
    }
    if (parts.some(({ schema }) => schema === false)) return false;
    if (parts.every(({ schema }) => schema === true)) return true;
    const objects = parts.filter(({ schema }) => isObject(schema));
    if (objects.some(({ schema }) => isArray(own(schema as DataObject, "allOf")))) {
      // The schema that contains the parts says nothing itself, and is first: what only repeats that is left out.
      const flat = [{ schema: {}, at: (objects[0] as Part).at }, ...objects.flatMap(flatten)];
      if (flat.some(({ schema }) => schema === false)) return false;
      return this.mergeObjects(flat, false);
    }
    return this.mergeObjects(objects, keepsEmpty);
  }

  private mergeObjects(all: readonly Part[], keepsEmpty: boolean): DataObject {
    const given = all.filter((part): part is ObjectPart => isObject(part.schema));
    const parts =
      given.length === 1
        ? given
        : given.map(({ schema, at }) => ({ schema: withoutDeadKeywords(schema), at }));
    const merged: Record<string, Data> = keepsEmpty ? { ...(parts[0] as ObjectPart).schema } : {};
    // Data that two schemas share is each one's own from here on; what one schema shares within itself stays shared.
    const copies = new Map<object, Data>();
    const keys = new Set(parts.flatMap(({ schema }) => Object.keys(schema)));
    const apart: DataObject[] = [];
    for (const key of keys) {
      if (propertyKeywords.includes(key) || itemKeywords.includes(key)) continue;
      if (conditionKeywords.includes(key) && keys.has("if")) continue;
      const values = distinctValues(key, parts);
      const value = this.mergeKeyword(key, values, parts);
      if (value === undefined) {
        delete merged[key];
        apart.push(...values.map((one) => ({ [key]: this.mergeKeyword(key, [one], parts) as Data })));
      } else {
        setOwn(merged, key, mergedKeywords.has(key) ? value : cloneData(value, copies));
      }
    }
    if (keys.has("if")) {
      const conditions = distinctConditions(parts);
      for (const key of conditionKeywords) delete merged[key];
      const cloned = conditions.map((one) => cloneData(one, copies) as DataObject);
      if (cloned.length === 1) Object.assign(merged, cloned[0]);
      else apart.push(...cloned);
    }
    if (apart.length > 0) merged["allOf"] = inOrder(apart);
    if (propertyKeywords.some((key) => keys.has(key))) assign(merged, this.mergeProperties(parts));
    if (itemKeywords.some((key) => keys.has(key))) {
      assign(merged, { ...mergeItems(distinctBy(itemKeywords, parts), (one) => this.merge(one)) });
    }
    return merged;
  }

  /**
   * One value for a keyword.
   * @param values different ones
   * @param holders the schemas that are merged
   * @returns undefined if no single value says what they say together: then each stays in an `allOf`
   */
  private mergeKeyword(
    key: string,
    values: readonly Part[],
    holders: readonly ObjectPart[],
  ): Data | undefined {
    const [first] = values as [Part, ...Part[]];
    const isAlone = values.length === 1;
    switch (key) {
      case "definitions":
        return this.mergeDefinitions(values);
      case "dependencies":
        return this.mergeDependencies(values);
      case "contains":
        return isAlone ? this.merge(values) : undefined;
      case "propertyNames":
        return this.merge(values);
      case "not":
        return { anyOf: values.map(({ schema }) => schema) };
      case "anyOf":
      case "oneOf":
        return this.mergeBranches(key, values, holders);
    }
    if (isAlone || isAnnotation(key, this.annotations)) return first.schema;
    if (key === "pattern" || (key === "format" && this.isCombination)) return undefined;
    return mergeDistinct(key, values);
  }

  /** Member by member. References are written out by now, so contradicting definitions do no harm. */
  private mergeDefinitions(values: readonly Part[]): Data {
    const result: Record<string, Data> = {};
    for (const name of memberNames(values)) {
      const members = withoutRepeats(partsNamed(values, name));
      const lone = new Merger(this.annotations, true);
      const merged = members.length === 1 ? this.merge(members) : lone.merge(members);
      const schema = merged === false ? lone.merge(members.slice(0, 1)) : merged;
      if (schema !== undefined) setOwn(result, name, schema);
    }
    return result;
  }

  /** Member by member; lists of names are joined, and a list beside a schema becomes its `required`. */
  private mergeDependencies(values: readonly Part[]): Data {
    const result: Record<string, Data> = {};
    for (const name of memberNames(values)) {
      const members = partsNamed(values, name);
      const lists = members.filter(({ schema }) => isArray(schema));
      if (lists.length > 0 && lists.length === members.length) {
        setOwn(result, name, joinNames(lists.map(({ schema }) => schema)));
      } else {
        const required = lists.map(({ schema, at }) => ({ schema: { required: schema }, at }));
        const schemas = members.filter(({ schema }) => !isArray(schema));
        const merged = this.merge(withoutRepeats([...schemas, ...required]));
        if (merged !== undefined) setOwn(result, name, merged);
      }
    }
    return result;
  }

  /** One list of branches is kept, each merged in itself; several become the branches of all their combinations. */
  private mergeBranches(
    keyword: "anyOf" | "oneOf",
    values: readonly Part[],
    holders: readonly ObjectPart[],
  ): Data | undefined {
    const lists = values.map(({ schema, at }) =>
      isArray(schema)
        ? schema.map((branch, index) => ({ schema: branch, at: below(at, index) }))
        : [{ schema, at }],
    );
    const [first, ...rest] = lists as [Part[], ...Part[][]];
    if (rest.length === 0) {
      return first.map((branch) => this.merge([branch], isObject(branch.schema)) ?? {});
    }
    if (lists.reduce((count, list) => count * list.length, 1) > branchLimit) return undefined;
    let combinations: Part[][] = first.map((branch) => [branch]);
    for (const list of rest) {
      combinations = combinations.flatMap((combination) => list.map((branch) => [branch, ...combination]));
    }
    const isAboutObjects = holders.some(({ schema }) => schema["type"] === "object");
    const merger = new Merger(this.annotations, true);
    const merged = combinations.flatMap((combination) => {
      const schema = merger.merge(combination) ?? {};
      const isImpossible = schema === false || (isAboutObjects && isObject(schema) && refusesObjects(schema));
      // A branch that nothing can meet is not a branch, unless its author wrote it so.
      return isImpossible && combination.every((part) => part.schema !== false)
        ? []
        : [{ schema, at: undefined }];
    });
    if (merged.length === 0) throw new Conflict(keyword, "empty", values);
    // Two equal branches of `oneOf` are both met, so nothing meets exactly one of them.
    return (keyword === "oneOf" ? merged : withoutRepeats(merged)).map(({ schema }) => schema);
  }

  private mergeProperties(all: readonly ObjectPart[]): Record<string, Data | undefined> {
    const parts = distinctBy(propertyKeywords, all);
    const additionalProperties = this.merge(keywordParts(parts, "additionalProperties"));
    const patternProperties = this.mergeMembers(parts, "patternProperties");
    let properties = this.mergeMembers(parts, "properties");
    if (additionalProperties === false && isEmpty(patternProperties)) {
      // Where nothing undeclared may be there, a property that nothing can satisfy says nothing more.
      properties = Object.fromEntries(Object.entries(properties).filter(([, schema]) => schema !== false));
    }
    return { additionalProperties, patternProperties, properties };
  }

  private mergeMembers(parts: readonly ObjectPart[], keyword: string): DataObject {
    const result: Record<string, Data> = {};
    const values = keywordParts(parts, keyword);
    for (const name of memberNames(values)) {
      const merged = this.merge(withoutRepeats(partsNamed(values, name)));
      if (merged !== undefined) setOwn(result, name, merged);
    }
    return result;
  }
}

/** What stays in an `allOf`, in an order that does not depend on the order of keys in the source. */
function inOrder(apart: readonly DataObject[]): DataObject[] {
  const order = ["pattern", "format", "multipleOf", "anyOf", "oneOf", "contains", "if"];
  const rank = (schema: DataObject) => order.findIndex((keyword) => Object.hasOwn(schema, keyword));
  return [...apart].sort((a, b) => rank(a) - rank(b));
}

/** Whether a name is required that no object may have. */
function refusesObjects(schema: DataObject): boolean {
  const required = own(schema, "required");
  const properties = own(schema, "properties") ?? {};
  const isClosed = schema["additionalProperties"] === false && !Object.hasOwn(schema, "patternProperties");
  return (
    isArray(required) &&
    isObject(properties) &&
    required.some((name) => {
      const member = own(properties, String(name));
      return member === false || (member === undefined && isClosed);
    })
  );
}

/** Whether a schema has no part that merging would change: most have none. */
function isLeaf(schema: DataObject): boolean {
  return Object.keys(schema).every((key) => conditionKeywords.includes(key) || !subschemaKeywords.has(key));
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
