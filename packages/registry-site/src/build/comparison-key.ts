import type { DataObject } from "@addendum/json-schema";
import type { PairSettings } from "../model/pair.ts";
import type { VersionRecord } from "../model/record.ts";
import { hashOf } from "./site-files.ts";

/**
 * What is remembered of a title's comparisons: for each, a key of everything that decides what it says. A comparison
 * with the same key is not made again. The program's build decides, too: what another one remembered is never asked.
 */
export interface Comparisons {
  /** Version → the key of its comparison with the version before it. */
  readonly versions: Readonly<Record<string, string>>;
  /** Older version → the key of the page that compares it with the newest. */
  readonly pages: Readonly<Record<string, string>>;
}

/** The same, with what was said of the versions. */
export interface KnownComparisons {
  readonly comparisons: Comparisons;
  readonly versions: readonly VersionRecord[];
}

/** A version of a title, with what tells its schema apart from every other. */
export interface HashedVersion {
  readonly version: string;
  readonly hash: string;
}

/** The hash of a schema with its references written out. The order of its members counts, since pages show it. */
export function schemaHash(schema: DataObject): string {
  return hashOf(JSON.stringify(schema));
}

/** @param more what else a page shows */
export function comparisonKey(
  title: string,
  old: HashedVersion,
  newer: HashedVersion,
  settings: PairSettings,
  more: readonly string[] = [],
): string {
  const versions = [old, newer].map(({ version, hash }) => [version, hash]);
  return hashOf(JSON.stringify([title, versions, settings, more]));
}
