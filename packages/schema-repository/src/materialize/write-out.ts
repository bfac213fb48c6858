import { type Data, type DataObject, isArray, isObject } from "@addendum/json-schema";
import { dereference } from "./dereference.ts";
import { mergeAllOf } from "./merge-all-of.ts";
import type { MergeConflict } from "./merge-keyword.ts";
import type { ReferenceResolver, ReferringSource } from "./reference-resolver.ts";

/** A schema with its references written out, and that with its `allOf`s merged. */
export interface WrittenOut {
  readonly dereferenced: DataObject;
  readonly merged: DataObject;
}

/** What came of writing a schema out. */
export type WriteOutResult =
  | ({ readonly kind: "written" } & WrittenOut)
  /** A reference leads nowhere, or back to where it stands; the resolver has reported it. */
  | { readonly kind: "unresolved" }
  | { readonly kind: "too-large" }
  | { readonly kind: "conflict"; readonly conflict: MergeConflict; readonly dereferenced: DataObject };

/** The dereferenced schema, written out, may not hold more values than this. */
export const valueLimit = 1_000_000;

/**
 * Dereferences a schema and merges its `allOf`s.
 * @param annotations keywords of the repository's own that assert nothing
 * @param mayLeadBack whether a schema's references into itself may stay where they lead back to where they stand;
 *   then `allOf`s stay, too: merging would put what stands beside them beside such a reference
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
  let [failed, leadsBack] = [false, false];
  const dereferenced = dereference(
    { uri, data },
    {
      open: (reference, place) => {
        const target = resolver.open(reference, place, source);
        failed ||= target === undefined;
        return target;
      },
      report: (problem, place) => {
        // Another document's reference into itself would lead elsewhere from here.
        const isOwn = problem.kind === "circular" && place.uri === uri && place.reference.startsWith("#");
        if (mayLeadBack && isOwn) leadsBack = true;
        else failed = true;
        resolver.report(problem, place, source);
      },
    },
  );
  if (failed || !isObject(dereferenced)) return { kind: "unresolved" };
  if (countValues(dereferenced) > valueLimit) return { kind: "too-large" };
  if (leadsBack) return { kind: "written", dereferenced, merged: withOwnExamples(dereferenced, data) };
  const merged = mergeAllOf(dereferenced, annotations);
  return merged.kind === "conflict"
    ? { ...merged, dereferenced }
    : { kind: "written", dereferenced, merged: withOwnExamples(merged.schema, data) };
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
