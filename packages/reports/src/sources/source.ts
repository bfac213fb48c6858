import type { Interval } from "../schedule/interval.ts";
import type { ReportSettings } from "../settings/report-settings.ts";
import type { ByteText, Cell } from "../table/cells.ts";

/** A result, a block of rows after the other. */
export interface Result {
  readonly header: readonly ByteText[];
  readonly blocks: AsyncIterable<readonly (readonly Cell[])[]>;
}

/** A unit of work: a report for one interval, and one value of each dimension. */
export interface Task {
  readonly report: ReportSettings;
  readonly interval: Interval;
  /** Dimension → value, sorted by dimension. */
  readonly exploded: ReadonlyMap<string, string>;
}

/** The query was rejected, or the script failed. The message says why in a line. */
export class FailedQuery extends Error {}

/** A way to compute reports of some types. */
export interface Source {
  /** Rejects with {@link FailedQuery}, also while rows are read. */
  run(task: Task, signal: AbortSignal): Promise<Result>;
  close(): Promise<void>;
}
