import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { LockHeld, whileLockFileHeld } from "@addendum/warehouse";
import type { Range } from "../schedule/interval.ts";
import type { ReportSettings, ReportType } from "../settings/report-settings.ts";
import { endPrograms } from "../sources/program.ts";
import { FailedQuery, type Source, type Task } from "../sources/source.ts";
import { FileWriter } from "./file-writer.ts";
import type { IntervalRun } from "./interval-run.ts";
import { planReport, type PlannedFile } from "./plan.ts";
import { type BrokenRerun, readReruns, removeRerun, type Rerun } from "./reruns.ts";

export interface RunOptions {
  /** In the order of the configuration. */
  readonly reports: readonly ReportSettings[];
  /** The keys of all configured reports, of which these may be a part. */
  readonly allKeys: ReadonlySet<string>;
  /** The directory of the queries, absolute. */
  readonly directory: string;
  /** Where results are written, absolute. */
  readonly out: string;
  /** Where the lock is, absolute. */
  readonly state: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly range: Range;
  /** Whether dates of the range that are there are computed again. */
  readonly isAnew: boolean;
  /** Only reports what is due, and computes nothing. */
  readonly isDryRun: boolean;
  readonly sourceOf: (type: ReportType) => Source;
  /** Milliseconds that a result may wait for the next before both are written. */
  readonly longestWait?: number;
  /** Hears of a header once it is known. */
  readonly onHeader?: (task: Task, header: readonly string[]) => void;
  /** Follows the files of a report, once they are written. */
  readonly afterReport?: (
    report: ReportSettings,
    files: readonly PlannedFile[],
    hasWritten: boolean,
  ) => Promise<void>;
  readonly onProgress?: (done: number, total: number, task: Task | undefined) => void;
  /** Ends the run: what is computed then is written. */
  readonly signal?: AbortSignal;
}

export interface RunReport {
  readonly runs: readonly IntervalRun[];
  readonly brokenReruns: readonly BrokenRerun[];
  /** Reruns of reports that there are not. */
  readonly unknownReruns: readonly { readonly file: string; readonly report: string }[];
  /** The process that works in this directory already; nothing was done then. */
  readonly holder: number | undefined;
}

/** Runs what is due. One run at a time works in a directory of queries. */
export async function runReports(options: RunOptions): Promise<RunReport> {
  if (options.isDryRun) return run(options);
  mkdirSync(options.state, { recursive: true });
  try {
    return await whileLockFileHeld(join(options.state, "lock"), () => run(options));
  } catch (error) {
    if (!(error instanceof LockHeld)) throw error;
    return { runs: [], brokenReruns: [], unknownReruns: [], holder: error.holder };
  }
}

async function run(options: RunOptions): Promise<RunReport> {
  const { reports, directory, range, isDryRun, onProgress, signal } = options;
  const isRanged = range.start !== undefined || range.end !== undefined;
  // Who names a range says what is to be computed.
  const { reruns, broken } = isRanged ? { reruns: [], broken: [] } : readReruns(directory);
  const plans = reports.map((report) => planReport(report, { ...options, reruns }));
  const total = plans.flat().reduce((sum, { due }) => sum + due.length, 0);
  const runs: IntervalRun[] = [];
  let done = 0;
  for (const [index, files] of plans.entries()) {
    const before = runs.length;
    for (const planned of files) {
      if (planned.problem !== undefined)
        runs.push(intervalRun(planned, undefined, "failed", planned.problem));
      if (isDryRun) {
        runs.push(...planned.due.map((interval) => intervalRun(planned, interval, "due")));
        continue;
      }
      await runFile(planned, options, runs, (task) => onProgress?.(done++, total, task));
    }
    if (isDryRun || signal?.aborted === true) continue;
    const hasWritten = runs.slice(before).some(({ kind }) => kind === "done");
    await options.afterReport?.(reports[index] as ReportSettings, files, hasWritten);
  }
  onProgress?.(total, total, undefined);
  const ran = new Set(reports.map(({ key }) => key));
  if (!isDryRun && signal?.aborted !== true) {
    for (const rerun of reruns) if (isDone(rerun, ran, runs)) removeRerun(rerun);
  }
  const unknownReruns = reruns.flatMap(({ file, reports: keys }) =>
    keys.filter((key) => !options.allKeys.has(key)).map((report) => ({ file, report })),
  );
  return { runs, brokenReruns: broken, unknownReruns, holder: undefined };
}

/** Whether every report that a rerun names was computed. */
function isDone(
  { start, end, reports }: Rerun,
  ran: ReadonlySet<string>,
  runs: readonly IntervalRun[],
): boolean {
  return reports.every(
    (key) =>
      ran.has(key) &&
      !runs.some(
        ({ report, kind, interval }) =>
          report.key === key &&
          kind === "failed" &&
          (interval === undefined || (start <= interval.start && interval.start < end)),
      ),
  );
}

async function runFile(
  planned: PlannedFile,
  { sourceOf, onHeader, longestWait, signal }: RunOptions,
  runs: IntervalRun[],
  onTask: (task: Task) => void,
): Promise<void> {
  const { report, exploded, file, due } = planned;
  if (due.length === 0) return;
  const writer = new FileWriter(
    file,
    ({ task, rows, milliseconds }, problem) => {
      runs.push({
        ...intervalRun(planned, task.interval, problem === undefined ? "done" : "failed", problem),
        rows,
        milliseconds,
      });
    },
    longestWait,
  );
  try {
    for (const interval of due) {
      if (signal?.aborted === true) break;
      const task: Task = { report, interval, exploded };
      onTask(task);
      const began = performance.now();
      try {
        await withTimeLimit(report.timeout, signal, async (limit) => {
          const result = await sourceOf(report.type).run(task, limit);
          onHeader?.(task, result.header);
          await writer.take(task, result, began);
        });
      } catch (error) {
        if (!(error instanceof FailedQuery)) throw error;
        const milliseconds = Math.round(performance.now() - began);
        runs.push({ ...intervalRun(planned, interval, "failed", error.message), milliseconds });
      }
    }
  } finally {
    writer.flush();
  }
}

async function withTimeLimit(
  milliseconds: number,
  outer: AbortSignal | undefined,
  task: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const limit = new AbortController();
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    limit.abort();
  }, milliseconds);
  const end = () => {
    limit.abort();
    endPrograms();
  };
  outer?.addEventListener("abort", end, { once: true });
  try {
    await task(limit.signal);
  } catch (error) {
    if (isLate) throw new FailedQuery(`it took longer than ${milliseconds / 1000} seconds`, { cause: error });
    throw error;
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener("abort", end);
  }
}

function intervalRun(
  { report, exploded, file }: PlannedFile,
  interval: IntervalRun["interval"],
  kind: IntervalRun["kind"],
  reason?: string,
): IntervalRun {
  return { report, exploded, interval, file, kind, rows: 0, milliseconds: 0, reason };
}
