import type { ChangelogEntry, Severity } from "@addendum/schema-repository";
import { compareVersionTexts } from "./version-order.ts";

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

/** A file of a version that cannot be read. */
export interface UnreadableFile {
  /** Below the repository's root. */
  readonly file: string;
  /** From 1; a column counts UTF-16 units. Undefined: it is wrong as a whole. */
  readonly line: number | undefined;
  readonly column: number | undefined;
  readonly reason: string;
}

/** A version with files that cannot be read; if another one of them can, it is among the versions, too. */
export interface UnreadableVersion {
  /** X.Y.Z */
  readonly version: string;
  /** When it came into the repository, ISO 8601; undefined if git does not say. */
  readonly date: string | undefined;
  readonly files: readonly UnreadableFile[];
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
  /** In ascending order. */
  readonly unreadable: readonly UnreadableVersion[];
}

/** Versions that cannot be shown at all, in ascending order. */
export function lostVersions({ versions, unreadable }: TitleRecord): readonly UnreadableVersion[] {
  return unreadable.filter(({ version }) => !versions.some((one) => one.version === version));
}

/** The newest version, if it cannot be shown. */
export function lostNewest(record: TitleRecord): UnreadableVersion | undefined {
  const [lost, newest] = [lostVersions(record).at(-1), newestOf(record)];
  if (lost === undefined || newest === undefined) return lost;
  return compareVersionTexts(lost.version, newest.version) > 0 ? lost : undefined;
}

/** A place and what is wrong there: `schemas/a/1.0.0.json:3:5: “,” or “}” is missing`. */
export function unreadableText({ file, line, column, reason }: UnreadableFile): string {
  return `${file}${line === undefined ? "" : `:${line}:${column ?? 1}`}: ${reason}`;
}

export function newestOf(record: TitleRecord): VersionRecord | undefined {
  return record.versions.at(-1);
}

/** The day of a date; empty where there is none. */
export function dayOfDate(date: string | undefined): string {
  return date?.slice(0, 10) ?? "";
}
