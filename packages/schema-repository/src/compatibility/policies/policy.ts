import type { Verdict } from "@addendum/containment";
import type { Data, DataObject, Pointer } from "@addendum/json-schema";
import type { Evidence } from "../../model/finding.ts";
import type { Judge } from "../../model/repository.ts";
import type { Reader } from "../../model/reader.ts";
import type { Rule } from "../../model/rule.ts";
import type { BreakingChange } from "../changes/changes.ts";
import type { Difference } from "../changes/differences.ts";
import type { HiddenRemoval } from "../changes/hidden-removals.ts";

/** Two versions of one schema, and what was determined about them. Asked for lazily: most pairs need little. */
export interface Comparison {
  readonly title: string;
  readonly isFragment: boolean;
  readonly old: { readonly version: string; readonly data: DataObject };
  readonly new: { readonly version: string; readonly data: DataObject };
  /** Whether the old version is the highest below the new one. */
  readonly isNext: boolean;
  /** The next major version. */
  readonly nextMajor: string;
  /**
   * The newest version between the two that was accepted: published, or permitted by a waiver. What it refuses of the
   * old one's events is lost already. Undefined if there is none between.
   */
  readonly accepted: AcceptedVersion | undefined;
  /** No evidence is needed, because the versions are published and only cause remarks. */
  readonly isBrief: boolean;
  /** Whether every old event that the accepted version takes is valid, under the repository's content model. */
  readonly verdict: Verdict;
  /** Whether every old event is valid, whatever was accepted since. */
  readonly plainVerdict: Verdict;
  /** The same where anything undeclared may be there. */
  readonly openVerdict: Verdict;
  readonly differences: readonly Difference[];
  /** Properties that are gone from where the differences do not look. */
  readonly hiddenRemovals: readonly HiddenRemoval[];
  /** The changes since the accepted version, else since the old one, that break something alone. */
  readonly breakingChanges: readonly BreakingChange[];
  readonly judge: Judge;
  /** The type of a date-time's column. */
  readonly timestamps: "string" | "timestamp";
  /** Who reads the title's events; empty for published versions. */
  readonly readers: readonly Reader[];
}

/** A version between two that are compared, and how it differs from either. */
export interface AcceptedVersion {
  readonly version: string;
  readonly data: DataObject;
  /** The old version compared with this one. */
  readonly sinceOld: Comparison;
  /** This one compared with the new version. */
  readonly untilNew: Comparison;
}

/** A policy's objection to one change. */
export interface Objection {
  readonly rule: Rule;
  readonly messageId: string;
  /** Into the new schema. */
  readonly pointer: Pointer;
  /** Where the value is in an event: objections at one path come from one change. */
  readonly path: readonly string[];
  /** Whether it is that nothing is declared there any more. */
  readonly isGone?: boolean;
  /** Whether every old event is valid anyway: then it is only written in another way, and no policy objects. */
  readonly isOnlySpelling?: boolean;
  readonly values?: Readonly<Record<string, string | number>>;
  readonly evidence?: Evidence;
  /** What was there, and what is there now. */
  readonly before?: Data | undefined;
  readonly after?: Data | undefined;
}

/** A policy: whom it protects from what, and how to find violations in a comparison. */
export interface Policy {
  readonly name: string;
  /** Whom it protects. */
  readonly protects: string;
  /** Whether it is about fragments, too, which are not events of their own. */
  readonly coversFragments: boolean;
  /** Whether it compares what is declared, place by place; otherwise it asks whether events are valid. */
  readonly comparesDeclarations: boolean;
  check(comparison: Comparison): Iterable<Objection>;
}
