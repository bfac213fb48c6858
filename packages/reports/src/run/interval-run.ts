import type { ReportSettings } from "../settings/report-settings.ts";
import type { Interval } from "../schedule/interval.ts";

/** The outcome of an interval of a report, for one combination of values. */
export interface IntervalRun {
  readonly report: ReportSettings;
  readonly exploded: ReadonlyMap<string, string>;
  /** Undefined if none could be looked for. */
  readonly interval: Interval | undefined;
  /** The report’s file, absolute. */
  readonly file: string;
  readonly kind: "done" | "failed" | "due";
  readonly rows: number;
  readonly milliseconds: number;
  /** Why it failed. */
  readonly reason: string | undefined;
}
