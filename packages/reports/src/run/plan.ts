import { type Interval, type Range, scheduledIntervals } from "../schedule/interval.ts";
import type { ReportSettings } from "../settings/report-settings.ts";
import { EndlessRow } from "../table/cells.ts";
import { inspectReport, UnreadableReport } from "../table/report-file.ts";
import { combinationsOf, fileOf, pathProblem } from "./combinations.ts";
import type { Rerun } from "./reruns.ts";

/** The due intervals of one combination of a report’s values. */
export interface PlannedFile {
  readonly report: ReportSettings;
  readonly exploded: ReadonlyMap<string, string>;
  /** Absolute. */
  readonly file: string;
  readonly due: readonly Interval[];
  /** Why nothing can be computed. */
  readonly problem: string | undefined;
}

export interface PlanOptions {
  readonly out: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly range: Range;
  readonly reruns: readonly Rerun[];
  /** Whether dates of the range that are there are computed again. */
  readonly isAnew: boolean;
}

/** The due intervals of a report: the dates that its files lack, and those that a rerun requests. */
export function planReport(report: ReportSettings, options: PlanOptions): readonly PlannedFile[] {
  const { out, now, range, reruns, isAnew } = options;
  const asked = reruns.filter(({ reports }) => reports.includes(report.key));
  const intervals = [...scheduledIntervals(report, now, range)];
  return [...combinationsOf(report.dimensions)].map((exploded): PlannedFile => {
    const file = fileOf(out, report, exploded);
    const problem = pathProblem(exploded);
    if (problem !== undefined) return { report, exploded, file, due: [], problem };
    try {
      const { dates } = inspectReport(file, report.granularity);
      const isDone = (start: number) =>
        dates.has(start) && !isAnew && !asked.some((rerun) => rerun.start <= start && start < rerun.end);
      return {
        report,
        exploded,
        file,
        due: intervals.filter(({ start }) => !isDone(start)),
        problem: undefined,
      };
    } catch (error) {
      return { report, exploded, file, due: [], problem: problemOf(error) };
    }
  });
}

function problemOf(error: unknown): string {
  if (error instanceof UnreadableReport || error instanceof EndlessRow) return error.message;
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  return `its file cannot be read: ${code}`;
}
