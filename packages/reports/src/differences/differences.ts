import rows from "./differences.json" with { type: "json" };

/** A deliberate difference between this runner and ReportUpdater. */
export interface Difference {
  readonly id: string;
  readonly original: string;
  readonly here: string;
  /** A directory of queries that shows it, for the tests. */
  readonly case: unknown;
}

export const differences: readonly Difference[] = rows;
