import { accessSync, constants, writeFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { escapeNode } from "@addendum/metrics";
import {
  type Finding,
  Findings,
  reportFailed,
  reportMissingWiki,
  reportNotPublished,
  reportPointRejected,
  type Settings,
} from "@addendum/schema-repository";
import { openMetrics } from "../publish/openmetrics.ts";
import { expandPath, NoPoints } from "../publish/points.ts";
import { Publisher } from "../publish/publish-report.ts";
import { formatDate } from "../schedule/date-text.ts";
import type { Range } from "../schedule/interval.ts";
import { readConfiguration } from "../settings/read-configuration.ts";
import type {
  GraphiteMetrics,
  GraphiteServer,
  ReportSettings,
  ReportType,
} from "../settings/report-settings.ts";
import type { Source, Task } from "../sources/source.ts";
import { UnreadableReport } from "../table/report-file.ts";
import { combinationsOf, fileOf, pathProblem } from "../run/combinations.ts";
import type { IntervalRun } from "../run/interval-run.ts";
import { runReports } from "../run/run-reports.ts";

export interface DirectoryOptions {
  /** The directory of the queries, absolute. */
  readonly directory: string;
  /** Where results are written, absolute. */
  readonly out: string;
  /** The configuration’s text, and its name for findings. */
  readonly configuration: { readonly text: string; readonly file: string };
  readonly settings: Settings;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly range?: Range;
  /** Only these reports; all where there are none. */
  readonly only?: readonly string[];
  readonly isAnew?: boolean;
  readonly isDryRun?: boolean;
  /** An option file that stands for all others. */
  readonly credentials?: string | undefined;
  /** Milliseconds that a query may take where its report does not say. */
  readonly timeout?: number | undefined;
  readonly sourceOf: (type: ReportType) => Source;
  /** Milliseconds that a result may wait for the next before both are written. */
  readonly longestWait?: number;
  /** Writes a Parquet file beside a report’s own. */
  readonly writeParquet?: (file: string) => Promise<void>;
  readonly parquet?: boolean;
  readonly publish?: {
    /** Rows of earlier dates count as sent. */
    readonly sentBefore?: number | undefined;
    /** Milliseconds without any progress of a connection. */
    readonly timeout?: number;
  };
  /** The file that OpenMetrics are written to, absolute. */
  readonly openMetrics?: string | undefined;
  readonly onProgress?: (done: number, total: number, task: Task | undefined) => void;
  readonly signal?: AbortSignal;
}

/** The points of a report that were sent to Graphite. */
export interface PublishedReport {
  readonly report: string;
  readonly sent: number;
  readonly rejected: number;
}

export interface DirectoryReport {
  readonly findings: readonly Finding[];
  /** How many reports were asked for, and how many of them cannot run. */
  readonly reports: number;
  readonly invalid: number;
  readonly runs: readonly IntervalRun[];
  readonly published: readonly PublishedReport[];
  /** What a dry run would send: report → paths, placeholders of columns in braces. */
  readonly paths: ReadonlyMap<string, readonly string[]>;
  /** The process that works in this directory already; nothing was done then. */
  readonly holder: number | undefined;
}

const graphiteTimeout = 10_000;

/** A requested report is not configured. */
export class UnknownReport extends Error {
  readonly known: readonly string[];

  constructor(key: string, known: readonly string[]) {
    super(`there is no report “${key}”.`);
    this.known = known;
  }
}

/**
 * Runs what is due in a directory of queries, and publishes it if requested. A failure is a finding, and everything
 * else is still done. Throws {@link BrokenConfiguration}, {@link UnknownReport}.
 */
export async function runDirectory(options: DirectoryOptions): Promise<DirectoryReport> {
  const { directory, out, only = [], publish, openMetrics: metricsFile } = options;
  const { file } = options.configuration;
  const { configuration, findings } = readConfiguration({ ...options.configuration, ...options });
  const keys = [...configuration.reports.map(({ key }) => key), ...configuration.invalid];
  const unknown = only.find((key) => !keys.includes(key));
  if (unknown !== undefined) throw new UnknownReport(unknown, keys);
  const reports = configuration.reports.filter(({ key }) => only.length === 0 || only.includes(key));
  const state = stateDirectory(directory, out);
  const publisher = new Publisher();
  const published: PublishedReport[] = [];
  const withoutWiki = new Set<string>();

  const publishReport = async (report: ReportSettings) => {
    const { graphite: server } = configuration;
    if (publish === undefined || server === undefined || !hasMetrics(report)) return;
    const files = filesOf(report, out).map(({ file: path, exploded }) => ({
      file: path,
      exploded,
      record: join(
        state,
        "sent",
        encodeURIComponent(`${server.host}:${server.port}`),
        `${path.slice(out.length + 1)}.sent`,
      ),
    }));
    const rejects = join(state, "rejected.tsv");
    const result = await publisher.publish(report, {
      server,
      files,
      rejects,
      sentBefore: publish.sentBefore,
      timeout: publish.timeout ?? graphiteTimeout,
    });
    const location = { file, pointer: report.pointer, isKey: true };
    const { key } = report;
    for (const [reason, count] of result.rejected) {
      const points = `${count} point${count === 1 ? "" : "s"}`;
      findings.add(reportPointRejected, "rejected", location, {
        report: key,
        count: points,
        reason,
        file: rejects,
      });
    }
    for (const reason of new Set(result.problems))
      findings.add(reportNotPublished, "none", location, { report: key, reason });
    if (result.away !== undefined) {
      findings.add(reportNotPublished, "away", location, { report: key, reason: result.away });
    }
    const rejected = [...result.rejected.values()].reduce((sum, count) => sum + count, 0);
    if (result.sent > 0 || rejected > 0) published.push({ report: key, sent: result.sent, rejected });
  };

  const { runs, brokenReruns, unknownReruns, holder } = await runReports({
    reports,
    allKeys: new Set(keys),
    directory,
    out,
    state,
    now: options.now,
    range: options.range ?? {},
    isAnew: options.isAnew ?? false,
    isDryRun: options.isDryRun ?? false,
    sourceOf: options.sourceOf,
    ...(options.longestWait !== undefined && { longestWait: options.longestWait }),
    onHeader({ report, exploded }, header) {
      const names = [...header, ...exploded.keys()].map((name) => name.toLowerCase());
      const hasWiki = names.some((name) => name === "wiki" || name === "wiki_db");
      if (report.type === "hive" && !hasWiki) withoutWiki.add(report.key);
    },
    async afterReport(report, files, hasWritten) {
      if (hasWritten && (report.parquet || options.parquet === true)) {
        for (const planned of files) if (planned.due.length > 0) await options.writeParquet?.(planned.file);
      }
      await publishReport(report);
    },
    ...(options.onProgress && { onProgress: options.onProgress }),
    ...(options.signal && { signal: options.signal }),
  });

  if (holder === undefined && metricsFile !== undefined && options.isDryRun !== true) {
    writeOpenMetrics(metricsFile, reports, configuration.graphite, options, findings);
  }
  addFailures(findings, runs, file);
  for (const key of withoutWiki) {
    const pointer = reports.find((report) => report.key === key)?.pointer ?? "";
    findings.add(reportMissingWiki, "missing", { file, pointer, isKey: true }, { report: key });
  }
  for (const rerun of brokenReruns)
    findings.add(reportFailed, "rerun", { file }, { file: rerun.file, reason: rerun.reason });
  for (const { file: rerun, report } of unknownReruns) {
    findings.add(reportFailed, "rerun", { file }, { file: rerun, reason: `there is no report “${report}”` });
  }
  return {
    findings: findings.list,
    reports: only.length === 0 ? keys.length : only.length,
    invalid: configuration.invalid.filter((key) => only.length === 0 || only.includes(key)).length,
    runs,
    published,
    paths: options.isDryRun === true ? pathsOf(reports, configuration.graphite) : new Map(),
    holder,
  };
}

/** The files of a report that can have points. */
function filesOf(
  report: ReportSettings,
  out: string,
): { readonly file: string; readonly exploded: ReadonlyMap<string, string> }[] {
  return [...combinationsOf(report.dimensions)]
    .filter((exploded) => pathProblem(exploded) === undefined)
    .map((exploded) => ({ file: fileOf(out, report, exploded), exploded }));
}

function hasMetrics(
  report: ReportSettings,
): report is ReportSettings & { readonly graphite: GraphiteMetrics } {
  return report.graphite !== undefined;
}

/** Where the lock and what was sent are recorded: beside the queries, or beside the results where that cannot be written. */
function stateDirectory(directory: string, out: string): string {
  try {
    accessSync(directory, constants.W_OK);
    return join(directory, ".addendum-reports");
  } catch {
    return join(out, ".addendum-reports");
  }
}

function writeOpenMetrics(
  target: string,
  reports: readonly ReportSettings[],
  server: GraphiteServer | undefined,
  { out, range = {} }: DirectoryOptions,
  findings: Findings,
): void {
  const sources = reports.filter(hasMetrics).map((report) => ({ report, files: filesOf(report, out) }));
  const isAsked = (date: number) =>
    (range.start === undefined || date >= range.start) && (range.end === undefined || date < range.end);
  const text = openMetrics(sources, server?.lookups ?? new Map(), isAsked, (report, error) => {
    if (!(error instanceof NoPoints) && !(error instanceof UnreadableReport)) throw error;
    findings.add(reportNotPublished, "none", { file: target }, { report, reason: error.message });
  });
  writeFileSync(`${target}.tmp`, text);
  renameSync(`${target}.tmp`, target);
}

/** One finding for all dates that fail for one reason. */
function addFailures(findings: Findings, runs: readonly IntervalRun[], file: string): void {
  const groups = new Map<string, IntervalRun[]>();
  for (const one of runs) {
    if (one.kind !== "failed") continue;
    const key = JSON.stringify([one.report.key, [...one.exploded], one.reason]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  for (const [first, ...others] of groups.values()) {
    const { report, exploded, interval, reason = "" } = first as IntervalRun;
    const values = [...exploded].map(([name, value]) => `${name} ${value}`);
    const name = values.length === 0 ? report.key : `${report.key} (${values.join(", ")})`;
    const location = { file, pointer: report.pointer, isKey: true };
    if (interval === undefined) {
      findings.add(reportFailed, "unread", location, { report: name, reason });
      continue;
    }
    const date = formatDate(interval.start, report.granularity);
    const more = others.length === 0 ? date : `${date} and ${others.length} more`;
    findings.add(reportFailed, "failed", location, { report: name, date: more, reason });
  }
}

/** The paths that a report sends to, as far as they are known before it runs. */
function pathsOf(
  reports: readonly ReportSettings[],
  server: GraphiteServer | undefined,
): ReadonlyMap<string, readonly string[]> {
  return new Map(
    reports.filter(hasMetrics).map((report) => {
      const paths = filesOf(report, "").flatMap(({ exploded }) =>
        report.graphite.metrics.map(({ metric }) =>
          expandPath(report.graphite.path, metric, (name) => {
            const value = exploded.get(name);
            if (value === undefined) return `{${name}}`;
            const looked = server?.lookups.get(name)?.get(value);
            return looked ?? escapeNode(value);
          }),
        ),
      );
      return [report.key, [...new Set(paths)]];
    }),
  );
}
