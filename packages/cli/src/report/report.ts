import type { VersionChange } from "@addendum/schema-repository";
import type { LocatedFinding } from "@addendum/workspace";

/** What a command found, for any of the formats. */
export interface Report {
  readonly command: string;
  readonly ok: boolean;
  /** How many titles were examined. */
  readonly titles: number;
  readonly findings: readonly LocatedFinding[];
  /** The versions that a check was about. */
  readonly versions?: readonly VersionChange[];
  /** For JSON alone. */
  readonly more?: Readonly<Record<string, unknown>>;
  /** The outcome, in one line. */
  readonly outcome: string;
}
