import type { PairSettings } from "./pair.ts";

/** What the browser reads to compare two versions of a title. */
export interface VersionsFile {
  readonly title: string;
  readonly settings: PairSettings;
  /** `file` is the materialized schema as JSON, its address below the site's root. */
  readonly versions: readonly { readonly version: string; readonly file: string }[];
}
