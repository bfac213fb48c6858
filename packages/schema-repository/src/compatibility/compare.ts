import { contains, type ContentModel, type Verdict } from "@addendum/containment";
import { type Data, type DataObject, evaluate, type Schema } from "@addendum/json-schema";
import { isInstance, type Judge } from "../repository.ts";
import { formatVersion, type Version } from "../version.ts";
import { type BreakingChange, breakingChanges, findChanges } from "./changes.ts";
import { type Difference, findDifferences } from "./differences.ts";
import type { Comparison, Objection } from "./policy.ts";
import { policies } from "./policies/registry.ts";

/** One version's materialized data. */
export interface VersionData {
  readonly version: Version;
  readonly data: DataObject;
}

/** More changes than these are not judged one by one; the verdict on the whole stands all the same. */
const judgedChanges = 60;

/** Compares two versions. What is costly is computed when a policy asks for it. */
export function compareVersionData(
  title: string,
  old: VersionData,
  newer: VersionData,
  contentModel: ContentModel,
  judge: Judge,
  { isNext = true, isBrief = false }: { readonly isNext?: boolean; readonly isBrief?: boolean } = {},
): Comparison {
  const cache: {
    verdict?: Verdict;
    openVerdict?: Verdict;
    differences?: readonly Difference[];
    breakingChanges?: readonly BreakingChange[];
  } = {};
  const accepts = isBrief
    ? (schema: Schema, value: Data) => evaluate(schema, value) === undefined
    : (schema: Schema, value: Data) => isInstance(judge, schema, value);
  return {
    title,
    isFragment: title.split("/").includes("fragment"),
    old: { version: formatVersion(old.version), data: old.data },
    new: { version: formatVersion(newer.version), data: newer.data },
    nextMajor: formatVersion({ major: newer.version.major + 1, minor: 0, patch: 0 }),
    isNext,
    isBrief,
    judge,
    get verdict() {
      return (cache.verdict ??= contains(old.data, newer.data, { contentModel, judge: accepts }));
    },
    get openVerdict() {
      return (cache.openVerdict ??= contains(old.data, newer.data, { contentModel: "open" }));
    },
    get differences() {
      return (cache.differences ??= findDifferences(old.data, newer.data));
    },
    get breakingChanges() {
      return (cache.breakingChanges ??= breakingChanges(
        old.data,
        findChanges(old.data, newer.data).slice(0, judgedChanges),
        contentModel,
      ));
    },
  };
}

/** What the policies object to, one objection for each rule and place; earlier comparisons win. */
export function objectionsTo(
  comparisons: readonly Comparison[],
): { readonly objection: Objection; readonly comparison: Comparison }[] {
  const found = new Map<string, { readonly objection: Objection; readonly comparison: Comparison }>();
  for (const comparison of comparisons) {
    for (const policy of policies) {
      if (comparison.isFragment && !policy.coversFragments) continue;
      for (const objection of policy.check(comparison)) {
        const key = [objection.rule.id, ...objection.path].join("/");
        if (!found.has(key)) found.set(key, { objection, comparison });
      }
    }
  }
  return [...found.values()];
}

/** Whether some policy has an objection that counts. What is found fast is asked first. */
export function hasObjection(
  comparisons: readonly Comparison[],
  counts: (objection: Objection) => boolean,
): boolean {
  const order = [...policies].sort((a, b) => Number(a.name === "events") - Number(b.name === "events"));
  return order.some((policy) =>
    comparisons.some((comparison) => {
      if (comparison.isFragment && !policy.coversFragments) return false;
      for (const objection of policy.check(comparison)) if (counts(objection)) return true;
      return false;
    }),
  );
}

/** How much a version has to rise for what has changed: the same language is a patch, anything else more. */
export function leastStep(old: DataObject, newer: DataObject): "patch" | "minor" {
  const forth = contains(old, newer, { contentModel: "open" });
  if (forth.kind !== "compatible") return "minor";
  return contains(newer, old, { contentModel: "open" }).kind === "compatible" ? "patch" : "minor";
}
