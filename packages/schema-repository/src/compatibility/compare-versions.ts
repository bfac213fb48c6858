import { isFragmentTitle } from "../model/layout.ts";
import { contains, type ContentModel, type Verdict } from "@addendum/containment";
import { type Data, type DataObject, evaluate, type Schema } from "@addendum/json-schema";
import type { FindReaders, Reader } from "../model/reader.ts";
import { isInstance, type Judge } from "../model/repository.ts";
import { formatVersion, type Version } from "../model/version.ts";
import { objectionsOf } from "./accepted.ts";
import { type BreakingChange, breakingChanges, findChanges } from "./changes/changes.ts";
import { type Difference, type DifferenceKind, findDifferences } from "./changes/differences.ts";
import { findHiddenRemovals, type HiddenRemoval } from "./changes/hidden-removals.ts";
import type { Comparison, Objection } from "./policies/policy.ts";
import { policies } from "./policies/registry.ts";

/** One version's materialized data. */
export interface VersionData {
  readonly version: Version;
  readonly data: DataObject;
  /** What messages call it, where it is not known by its version. */
  readonly name?: string | undefined;
}

/** More changes than these are not judged one by one; the verdict on the whole stands anyway. */
const judgedChanges = 60;

interface ComparisonOptions {
  readonly isNext?: boolean;
  readonly isBrief?: boolean;
  /** The newest version between the two that was accepted. */
  readonly accepted?: VersionData | undefined;
  readonly timestamps?: Comparison["timestamps"] | undefined;
  /** Asked when a policy wants to know. */
  readonly readers?: FindReaders | undefined;
}

/** The comparison of two versions. Costly parts are computed on demand. */
export function compareVersionData(
  title: string,
  old: VersionData,
  newer: VersionData,
  contentModel: ContentModel,
  judge: Judge,
  { isNext = true, isBrief = false, accepted, timestamps = "string", readers }: ComparisonOptions = {},
): Comparison {
  const cache: {
    verdict?: Verdict;
    plainVerdict?: Verdict;
    openVerdict?: Verdict;
    differences?: readonly Difference[];
    hiddenRemovals?: readonly HiddenRemoval[];
    breakingChanges?: readonly BreakingChange[];
    readers?: readonly Reader[];
  } = {};
  const accepts = isBrief
    ? (schema: Schema, value: Data) => evaluate(schema, value) === undefined
    : (schema: Schema, value: Data) => isInstance(judge, schema, value);
  return {
    title,
    isFragment: isFragmentTitle(title),
    old: { version: nameOf(old), data: old.data },
    new: { version: nameOf(newer), data: newer.data },
    nextMajor:
      newer.name === undefined
        ? formatVersion({ major: newer.version.major + 1, minor: 0, patch: 0 })
        : "a new major version",
    isNext,
    isBrief,
    accepted: accepted && {
      version: formatVersion(accepted.version),
      data: accepted.data,
      sinceOld: compareVersionData(title, old, accepted, contentModel, judge, {
        isNext,
        isBrief: true,
        timestamps,
        readers,
      }),
      untilNew: compareVersionData(title, accepted, newer, contentModel, judge, {
        isNext,
        isBrief: true,
        timestamps,
        readers,
      }),
    },
    judge,
    timestamps,
    get readers() {
      return (cache.readers ??= readers?.(title) ?? []);
    },
    get verdict() {
      const between = accepted && { accepted: accepted.data };
      return (cache.verdict ??= contains(old.data, newer.data, { contentModel, judge: accepts, ...between }));
    },
    get plainVerdict() {
      if (accepted === undefined) return this.verdict;
      return (cache.plainVerdict ??= contains(old.data, newer.data, { contentModel }));
    },
    get openVerdict() {
      return (cache.openVerdict ??= contains(old.data, newer.data, { contentModel: "open" }));
    },
    get differences() {
      return (cache.differences ??= findDifferences(old.data, newer.data));
    },
    get hiddenRemovals() {
      return (cache.hiddenRemovals ??= findHiddenRemovals(old.data, newer.data));
    },
    get breakingChanges() {
      return (cache.breakingChanges ??= breakingChanges(
        old.data,
        findChanges(accepted?.data ?? old.data, newer.data).slice(0, judgedChanges),
        contentModel,
        accepted?.data,
      ));
    },
  };
}

function nameOf({ version, name }: VersionData): string {
  return name ?? formatVersion(version);
}

/** The objections of all policies, one for each rule and place; earlier comparisons win. */
export function objectionsTo(
  comparisons: readonly Comparison[],
): { readonly objection: Objection; readonly comparison: Comparison }[] {
  const found = new Map<string, { readonly objection: Objection; readonly comparison: Comparison }>();
  for (const comparison of comparisons) {
    for (const policy of policies) {
      if (comparison.isFragment && !policy.coversFragments) continue;
      for (const objection of objectionsOf(policy, comparison)) {
        const key = [objection.rule.id, ...objection.path].join("/");
        if (!found.has(key)) found.set(key, { objection, comparison });
      }
    }
  }
  return [...found.values()];
}

/** Whether any policy has an objection that counts. Cheap checks come first. */
export function hasObjection(
  comparisons: readonly Comparison[],
  counts: (objection: Objection) => boolean,
): boolean {
  const order = [...policies].sort((a, b) => Number(a.name === "events") - Number(b.name === "events"));
  return order.some((policy) =>
    comparisons.some((comparison) => {
      if (comparison.isFragment && !policy.coversFragments) return false;
      for (const objection of objectionsOf(policy, comparison)) if (counts(objection)) return true;
      return false;
    }),
  );
}

/**
 * The smallest version step for the changes: where the same events are valid and the same names declared it is a patch,
 * otherwise more. A name matters by itself, since producers send what is declared and nothing else.
 */
export function leastStep(old: DataObject, newer: DataObject): "patch" | "minor" {
  const forth = contains(old, newer, { contentModel: "open" });
  if (forth.kind !== "compatible") return "minor";
  if (contains(newer, old, { contentModel: "open" }).kind !== "compatible") return "minor";
  return findDifferences(old, newer).some(({ kind }) => aboutNames.has(kind)) ? "minor" : "patch";
}

const aboutNames: ReadonlySet<string> = new Set<DifferenceKind>([
  "property-added",
  "property-removed",
  "property-renamed",
]);
