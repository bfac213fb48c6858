import rows from "./differences.json" with { type: "json" };

/** Something that this runner does otherwise than ReportUpdater, on purpose. */
export interface Difference {
  readonly id: string;
  readonly original: string;
  readonly here: string;
  /** A directory of queries that shows it, for the tests. */
  readonly case: unknown;
}

export const differences: readonly Difference[] = rows;
