import {
  asFragment,
  type Data,
  type DataObject,
  isArray,
  isObject,
  join,
  mapSubschemas,
  own,
} from "@addendum/json-schema";
import { dereference, type LedBackTo } from "./dereference.ts";
import { mergeAllOf } from "./merge-all-of.ts";
import type { MergeConflict } from "./merge-keyword.ts";
import type { ReferenceResolver, ReferringSource } from "./reference-resolver.ts";

/** A schema with its references written out, and that with its `allOf`s merged. */
export interface WrittenOut {
  readonly dereferenced: DataObject;
  readonly merged: DataObject;
}

/** The result of writing a schema out. */
export type WriteOutResult =
  | ({ readonly kind: "written" } & WrittenOut)
  /** A reference has no target, or refers back to itself; the resolver has reported it. */
  | { readonly kind: "unresolved" }
  | { readonly kind: "too-large" }
  | { readonly kind: "conflict"; readonly conflict: MergeConflict; readonly dereferenced: DataObject };

/** The dereferenced schema, written out, may not contain more values than this. */
export const valueLimit = 1_000_000;

/**
 * Dereferences a schema and merges its `allOf`s.
 * @param annotations keywords of the repository's own that assert nothing
 * @param mayLeadBack whether references may stay where they lead back to what they are in: a part of another
 *   document that does so becomes a definition. Then `allOf`s stay, too: merging would put what is beside them beside
 *   such a reference
 */
export function writeOut(
  data: DataObject,
  source: ReferringSource,
  resolver: ReferenceResolver,
  annotations: readonly string[],
  mayLeadBack = false,
): WriteOutResult {
  const { uri } = source;
  // Not told by the number of findings: what is referred to may bring warnings of its own.
  let failed = false;
  const staying = new StayingReferences(uri, data);
  const written = dereference(
    { uri, data },
    {
      open: (reference, place) => {
        const target = resolver.open(reference, place, source);
        failed ||= target === undefined;
        return target;
      },
      report: (problem, place) => {
        failed = true;
        resolver.report(problem, place, source);
      },
      ...(mayLeadBack && { leadBack: (target) => staying.referenceTo(target) }),
    },
  );
  if (failed || !isObject(written)) return { kind: "unresolved" };
  const dereferenced = staying.withDefinitions(written);
  if (countValues(dereferenced) > valueLimit) return { kind: "too-large" };
  if (staying.areAny) return { kind: "written", dereferenced, merged: withOwnExamples(dereferenced, data) };
  const merged = mergeAllOf(dereferenced, annotations);
  return merged.kind === "conflict"
    ? { ...merged, dereferenced }
    : { kind: "written", dereferenced, merged: withOwnExamples(merged.schema, data) };
}

/** References that lead back to what they are in, and the definitions that they lead to. */
class StayingReferences {
  areAny = false;
  private readonly targets = new Map<string, LedBackTo>();
  private readonly keys = new Map<string, string>();
  private readonly uri: string;
  private readonly definitions: DataObject;

  constructor(uri: string, root: DataObject) {
    this.uri = uri;
    const definitions = own(root, "definitions");
    this.definitions = isObject(definitions) ? definitions : {};
  }

  referenceTo(target: LedBackTo): string {
    this.areAny = true;
    if (target.uri === this.uri) return `#${asFragment(target.pointer)}`;
    // Another document's place is not one of this document.
    const key = `${target.uri}#${target.pointer}`;
    let name = this.keys.get(key);
    if (name === undefined) {
      name = this.unusedName(key);
      this.keys.set(key, name);
      this.targets.set(name, target);
    }
    return `#${asFragment(join("", "definitions", name))}`;
  }

  private unusedName(key: string): string {
    // Without the version: types are named by it, and keep their names when a fragment is raised.
    const said = key.replace(/\/\d+\.\d+\.\d+(?=[.#])/, "").replaceAll("/definitions/", "/");
    const plain = said.replaceAll(/[^\p{L}\p{N}]+/gu, "_").replaceAll(/^_|_$/g, "");
    let name = plain;
    for (let number = 2; Object.hasOwn(this.definitions, name) || this.targets.has(name); number++) {
      name = `${plain}_${number}`;
    }
    return name;
  }

  /** The schema with the definitions that its references lead to. They start from its root: no `$id` is between. */
  withDefinitions(schema: DataObject): DataObject {
    if (!this.areAny) return schema;
    const added = [...this.targets].map(([name, target]) => [name, target.value() ?? {}] as const);
    const present = own(schema, "definitions");
    const definitions = { ...(isObject(present) ? present : {}), ...Object.fromEntries(added) };
    return withoutNestedIds(added.length === 0 ? schema : { ...schema, definitions });
  }
}

/** Identifiers are for references, and those that stay are pointers. Parts that are shared stay so. */
function withoutNestedIds(root: DataObject): DataObject {
  const done = new Map<DataObject, DataObject>();
  const strip = (schema: DataObject): DataObject => {
    const known = done.get(schema);
    if (known !== undefined) return known;
    const { $id: id, ...rest } = schema;
    const bare = typeof id === "string" && schema !== root ? rest : schema;
    const stripped = mapSubschemas(bare, (one) => (isObject(one) ? strip(one) : one));
    done.set(schema, stripped);
    return stripped;
  };
  return strip(root);
}

/** Examples of a fragment describe the fragment. */
function withOwnExamples(schema: DataObject, source: DataObject): DataObject {
  if (Object.hasOwn(source, "examples") || !Object.hasOwn(schema, "examples")) return schema;
  const { examples: _, ...rest } = schema;
  return rest;
}

/** Values of a tree in which parts are shared, each use counted. */
function countValues(data: Data): number {
  const counts = new Map<object, number>();
  const count = (value: Data): number => {
    if (typeof value !== "object" || value === null || value instanceof Date) return 1;
    const known = counts.get(value);
    if (known !== undefined) return known;
    let total = 1;
    for (const member of isArray(value) ? value : Object.values(value)) total += count(member);
    counts.set(value, total);
    return total;
  };
  return count(data);
}
