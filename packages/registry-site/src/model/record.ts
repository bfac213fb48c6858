import type { ChangelogEntry, Severity } from "@addendum/schema-repository";

/** A version, as pages beside its title's own show it. */
export interface VersionRecord {
  /** X.Y.Z */
  readonly version: string;
  /** When it came into the repository, ISO 8601; undefined if git does not say. */
  readonly date: string | undefined;
  /** What it changed against the version before it; of many, the first. */
  readonly changes: readonly ChangelogEntry[];
  /** How many changes there are. */
  readonly changeCount: number;
  /** Whether every event of the version before it is valid; undefined for the first. */
  readonly verdict: "compatible" | "incompatible" | "unknown" | undefined;
}

/** Something with an end: a schema, or one of its fields. */
export interface Deprecation {
  /** Where in an event; empty for the schema itself. */
  readonly path: string;
  readonly isDeprecated: boolean;
  /** Why, in the author's words. */
  readonly reason: string | undefined;
  /** YYYY-MM-DD */
  readonly sunset: string | undefined;
  readonly successor: string | undefined;
  readonly ticket: string | undefined;
}

/** Who refers to whom. */
export interface ReferenceRecord {
  readonly title: string;
  /** X.Y.Z, or `latest`. */
  readonly version: string;
}

/** A finding, as pages show it. */
export interface FindingRecord {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly hint: string | undefined;
  readonly file: string;
  readonly pointer: string;
}

/** What the site knows about a title without reading it again. Plain data, stored between runs. */
export interface TitleRecord {
  readonly title: string;
  /** What its current calls itself; undefined if it has none, or no `$id`. */
  readonly id: string | undefined;
  readonly isFragment: boolean;
  readonly isRetired: boolean;
  readonly description: string;
  readonly owner: string;
  readonly versions: readonly VersionRecord[];
  /** Names of the fields that are its own, for the search. */
  readonly fields: readonly string[];
  readonly fieldCount: number;
  /** Kinds of personal data that fields are marked with. */
  readonly personal: readonly string[];
  readonly deprecations: readonly Deprecation[];
  readonly streams: readonly string[];
  readonly references: readonly ReferenceRecord[];
  readonly findings: readonly FindingRecord[];
  /** Why the newest version cannot be shown; undefined if it can. */
  readonly problem: string | undefined;
}

export function newestOf(record: TitleRecord): VersionRecord | undefined {
  return record.versions.at(-1);
}

/** The day of a date; empty where there is none. */
export function dayOfDate(date: string | undefined): string {
  return date?.slice(0, 10) ?? "";
}
