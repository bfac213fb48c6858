import {
  type Data,
  type DataObject,
  equals,
  isArray,
  isAsserting,
  isObject,
  join,
  own,
  type Pointer,
  saysNothing,
  showJson,
  subschemaKeywords,
} from "@addendum/json-schema";
import { wikimediaIncompatible } from "../rules/wikimedia-incompatible.ts";
import { showPath, valuesBeyond } from "@addendum/event-fields";
import { type Policy } from "./policy.ts";

/**
 * What jsonschema-tools lets change from version to version, beside annotations: it holds on to most of these, which
 * say nothing about events. Source: @wikimedia/jsonschema-tools 1.3.0.
 */
const free = new Set(["maxLength"]);

/** Where a schema that says nothing about values means the same as none. */
const isOptional = new Set([
  "additionalProperties",
  "additionalItems",
  "items",
  "propertyNames",
  "then",
  "else",
]);

/**
 * What jsonschema-tools requires of a version, compared with the previous one: every keyword of the old one is there
 * with the same value, `required` is the same set, `enum` only grows. Two of its false alarms are left out: names of
 * properties are names here, also where they are spelt like keywords, and annotations may change, so all schemas that
 * say nothing about values are the same.
 */
export const wikimedia: Policy = {
  name: "wikimedia",
  protects: "people who rely on jsonschema-tools' promise: schemas only grow",
  coversFragments: true,
  comparesDeclarations: true,
  *check({ old, new: newer, isNext }) {
    if (!isNext) return;
    for (const { pointer, path, what, isGone = false } of compareSchemas(old.data, newer.data, "", [])) {
      yield {
        rule: wikimediaIncompatible,
        messageId: "found",
        pointer,
        path,
        isGone,
        values: { path: showPath(path), what, old: old.version },
      };
    }
  },
};

interface Break {
  readonly pointer: Pointer;
  readonly path: readonly string[];
  readonly what: string;
  /** Whether it is a declaration that is gone, and not a keyword of one. */
  readonly isGone?: boolean;
}

function* compareSchemas(
  old: DataObject,
  newer: DataObject,
  pointer: Pointer,
  path: readonly string[],
): Generator<Break> {
  for (const keyword of Object.keys(old)) {
    if (free.has(keyword) || !isAsserting(keyword)) continue;
    const before = old[keyword] as Data;
    const after = own(newer, keyword);
    const at = join(pointer, keyword);
    if (after === undefined) {
      if (isOptional.has(keyword) && saysNothing(before)) continue;
      yield { pointer, path, what: `“${keyword}” was removed` };
    } else if (keyword === "required" || keyword === "enum") {
      yield* compareLists(keyword, before, after, at, path);
    } else {
      yield* compareValues(keyword, before, after, at, path);
    }
  }
}

function* compareLists(
  keyword: string,
  before: Data,
  after: Data,
  pointer: Pointer,
  path: readonly string[],
): Generator<Break> {
  const [old, newer] = [before, after].map((list) => (isArray(list) ? list : [list])) as [
    readonly Data[],
    readonly Data[],
  ];
  const lost = valuesBeyond(old, newer);
  const added = keyword === "required" ? valuesBeyond(newer, old) : [];
  if (lost.length > 0) yield { pointer, path, what: `“${keyword}” lost ${lost.map(showJson).join(", ")}` };
  if (added.length > 0)
    yield { pointer, path, what: `“${keyword}” gained ${added.map(showJson).join(", ")}` };
}

function* compareValues(
  keyword: string,
  before: Data,
  after: Data,
  pointer: Pointer,
  path: readonly string[],
): Generator<Break> {
  // A member of a map has no keyword of its own.
  const holds = keyword === "" ? "schema" : subschemaKeywords.get(keyword)?.holds;
  const isMap = holds === "map" || holds === "schema-or-names";
  const isSchemas = holds !== undefined && !isMap;
  if (isSchemas && saysNothing(before) && saysNothing(after)) return;
  if (holds !== undefined && isObject(before) && isObject(after)) {
    if (!isMap) {
      yield* compareSchemas(before, after, pointer, path);
      return;
    }
    for (const name of Object.keys(before)) {
      const [one, other] = [before[name] as Data, own(after, name)];
      const place = keyword === "properties" ? [...path, name] : path;
      if (other === undefined) yield { pointer, path: place, what: `“${name}” was removed`, isGone: true };
      else if (isObject(one) && isObject(other))
        yield* compareSchemas(one, other, join(pointer, name), place);
      else yield* compareValues("", one, other, join(pointer, name), place);
    }
    return;
  }
  if (isArray(before) && isArray(after)) {
    for (const [index, one] of before.entries()) {
      const other = after[index];
      if (other === undefined)
        yield { pointer, path, what: `${showJson(one)} was removed from “${keyword}”` };
      else yield* compareValues(keyword, one, other, join(pointer, index), path);
    }
    return;
  }
  if (!equals(before, after))
    yield { pointer, path, what: `“${keyword}” changed from ${showJson(before)} to ${showJson(after)}` };
}
