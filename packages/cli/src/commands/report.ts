import { existsSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative, resolve } from "node:path";
import { lineAndColumn } from "@addendum/json-schema";
import type * as Reports from "@addendum/reports";
import { type Content, defaultSettings, type Settings } from "@addendum/schema-repository";
import {
  decode,
  findConfiguration,
  type LoadedSettings,
  loadSettings,
  UserError,
  fileProblem,
} from "@addendum/workspace";
import { openLake } from "../events/lake.ts";
import { plural } from "../report/count.ts";
import { runSmoke } from "../reports/smoke.ts";
import { printSmoke, smokeOf } from "../reports/smoke-result.ts";
import { reportSources } from "../reports/report-sources.ts";
import type { Invocation } from "../run/arguments.ts";
import { defineCommand, type ExitCode } from "../run/command.ts";
import { printResult } from "../run/print-result.ts";
import { showProgress } from "../run/progress.ts";

export const report = defineCommand({
  name: "report",
  usage: "[DIR] | smoke [REPORT [DIR]]",
  summary: "runs the periodic queries of a directory, and publishes their results",
  description:
    "DIR contains a config.yaml as ReportUpdater reads it, queries and scripts; default: reports in the repository. For each report and interval whose date is missing in its TSV file, the query runs once, and its rows are added. The next run tries a date that failed again; it does not hold up the others. Nothing is sent to Graphite without --publish. `report smoke` runs the queries on tables of made-up events, and shows rows and the fields that they read.",
  options: [
    { name: "out", kind: "string", value: "DIR", help: "where results are written (default: DIR/output)" },
    { name: "only", kind: "string", value: "REPORT", help: "only these reports, separated by commas" },
    {
      name: "start",
      kind: "string",
      value: "DATE",
      help: "only intervals from this date on, even within the lag",
    },
    { name: "end", kind: "string", value: "DATE", help: "only intervals up to this date, exclusive" },
    { name: "rerun", kind: "boolean", help: "with --start or --end: compute existing dates again" },
    { name: "now", kind: "string", value: "TIME", help: "the time, in UTC, to use instead of the clock’s" },
    {
      name: "dry-run",
      kind: "boolean",
      help: "compute nothing; show what is due, and the paths in Graphite",
    },
    { name: "publish", kind: "boolean", help: "send to Graphite what was not sent yet" },
    { name: "no-graphite", kind: "boolean", help: "send nothing (default)" },
    {
      name: "published-before",
      kind: "string",
      value: "DATE",
      help: "with --publish: another program has sent all earlier dates",
    },
    {
      name: "openmetrics",
      kind: "string",
      value: "FILE",
      help: "write all points for `promtool tsdb create-blocks-from openmetrics`",
    },
    { name: "parquet", kind: "boolean", help: "write a Parquet file beside each TSV" },
    { name: "config-path", kind: "string", value: "FILE", help: "use this file instead of DIR/config.yaml" },
    { name: "creds-file", kind: "string", value: "FILE", help: "use this my.cnf for all databases" },
    { name: "timeout", kind: "string", value: "SECONDS", help: "how long a query may take (default: 14400)" },
    { name: "lake", kind: "string", value: "DIR", help: "the lake that duckdb reports read (default: lake)" },
    {
      name: "streams",
      kind: "string",
      value: "FILE",
      help: "the streams’ configuration (default: streams.yaml)",
    },
  ],
  examples: [
    { line: "addendum report", does: "what is due below reports/ is written to reports/output/" },
    {
      line: "addendum report queries/ --out /srv/reports --publish",
      does: "from cron, in place of update_reports.py",
    },
    { line: "addendum report queries/ --dry-run", does: "shows what is due, and runs nothing" },
    {
      line: "addendum report queries/ --only toggles --config-path trial.yaml --creds-file ~/.my.cnf --out /tmp/trial",
      does: "a trial run, which leaves production alone",
    },
    {
      line: "addendum report smoke codemirror_toggles",
      does: "whether a query works, what its rows look like, and which fields it reads",
    },
    {
      line: "addendum report --start 2026-01-01 --end 2026-02-01 --format json",
      does: "for an orchestrator: only January, with the results as JSON",
    },
  ],
  async run(invocation): Promise<ExitCode> {
    const { terminal } = invocation;
    const loaded = repositoryOf(invocation);
    const [first, only, ...more] = invocation.positionals;
    const isSmoke = first === "smoke";
    const directory = directoryOf(isSmoke ? more : invocation.positionals, loaded);
    const path = configurationPath(invocation.value("config-path"), directory);
    const file = relative(process.cwd(), path) || path;
    const text = readConfiguration(path);
    const reports = reportsBundle();
    if (isSmoke)
      return smoke(invocation, reports, { directory, file, text, only, settings: loaded?.settings });
    const { sourceOf, close } = reportSources(
      reports,
      loaded?.settings.warehouse ?? {},
      loaded?.root ?? ".",
      () => {
        if (loaded === undefined)
          throw new UserError("reports of the type duckdb need a schema repository: --repo DIR");
        const { lake, tables } = openLake(invocation);
        return { directory: lake, tables: tables() };
      },
    );
    const range = rangeOf(invocation, reports);
    const time = timeOption(invocation, "now", reports);
    const stopped = new AbortController();
    const stop = () => stopped.abort();
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, stop);
    const onProgress = showProgress("interval", terminal);
    let result: Reports.DirectoryReport;
    try {
      result = await reports.runDirectory({
        directory,
        out: resolve(invocation.value("out") ?? join(directory, "output")),
        configuration: { text, file },
        settings: loaded?.settings ?? defaultSettings,
        now: time ?? Date.now(),
        range,
        only: (invocation.value("only") ?? "")
          .split(",")
          .map((key) => key.trim())
          .filter(Boolean),
        isAnew: invocation.flag("rerun"),
        isDryRun: invocation.flag("dry-run"),
        credentials: optionalPath(invocation.value("creds-file")),
        timeout: secondsOption(invocation, "timeout"),
        sourceOf,
        parquet: invocation.flag("parquet"),
        writeParquet: reports.writeParquet,
        ...(invocation.flag("publish") &&
          !invocation.flag("no-graphite") && {
            publish: { sentBefore: timeOption(invocation, "published-before", reports) },
          }),
        openMetrics: optionalPath(invocation.value("openmetrics")),
        ...(onProgress && { onProgress: (done: number, total: number) => onProgress(done, total) }),
        signal: stopped.signal,
      });
    } catch (error) {
      throw userError(error, reports, file, text);
    } finally {
      await close();
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.off(signal, stop);
    }
    if (result.holder !== undefined) {
      const isAsked = range.start !== undefined || range.end !== undefined;
      terminal.note(
        `Process ${result.holder} is already running the reports of ${directory}; nothing was done.`,
      );
      // The other run computes what is due, but not an interval that was given with --start and --end.
      return isAsked ? 1 : 0;
    }
    if (invocation.format === "text") printRuns(invocation, result, reports);
    return printResult(invocation, {
      command: "report",
      findings: result.findings,
      titles: 0,
      done: summary(result),
      failed: summary(result),
      more: { runs: result.runs.map((one) => runOf(one, reports)), published: result.published },
      read: (name) => (name === file ? { kind: "text", text } : { kind: "missing" }),
    });
  },
});

/** Tries the queries, or one of them, on events that are made up. */
async function smoke(
  invocation: Invocation,
  reports: typeof Reports,
  options: {
    readonly directory: string;
    readonly file: string;
    readonly text: string;
    readonly only: string | undefined;
    readonly settings: Settings | undefined;
  },
): Promise<ExitCode> {
  const { directory, file, text, only, settings } = options;
  if (settings === undefined) throw new UserError("report smoke needs a schema repository: --repo DIR");
  try {
    const { configuration, findings } = reports.readConfiguration({ text, file, directory, settings });
    const now = timeOption(invocation, "now", reports) ?? Math.floor(Date.now() / 3_600_000) * 3_600_000;
    const { results } = await runSmoke(invocation, reports, configuration, findings, { only, file, now });
    if (invocation.format === "text") for (const result of results) printSmoke(invocation, result, reports);
    const ran = results.filter(({ problem }) => problem === undefined).length;
    const done = `${plural(results.length, "report")}; ${ran} ran on made-up events.`;
    return printResult(invocation, {
      command: "report",
      findings: findings.list,
      titles: 0,
      done,
      failed: done,
      more: { smoke: results.map((result) => smokeOf(result, reports)) },
      read: (name) => (name === file ? { kind: "text", text } : readQuery(name)),
    });
  } catch (error) {
    throw userError(error, reports, file, text);
  }
}

function readQuery(file: string): Content {
  try {
    return { kind: "text", text: readFileSync(file, "utf8") };
  } catch {
    return { kind: "missing" };
  }
}

/** The runner is a bundle of its own: no other command waits for it to load. */
function reportsBundle(): typeof Reports {
  return createRequire(__filename)("./reports.cjs") as typeof Reports;
}

/** Directories of queries need not belong to a schema repository. */
function repositoryOf(invocation: Invocation): LoadedSettings | undefined {
  const { repo, config } = invocation;
  const start = resolve(repo ?? ".");
  return config === undefined && repo === undefined && findConfiguration(start) === undefined
    ? undefined
    : loadSettings({ repo, config });
}

function directoryOf(positionals: readonly string[], loaded: LoadedSettings | undefined): string {
  const [given, ...others] = positionals;
  if (others.length > 0) throw new UserError("report takes one directory.");
  const directory = given === undefined ? join(loaded?.root ?? ".", "reports") : given;
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() === true) return resolve(directory);
  const hint = given === undefined ? "; name the directory that contains your config.yaml." : ".";
  throw new UserError(`${directory} is not a directory${hint}`);
}

/** A name that is not here may be that of a file beside the usual one. */
function configurationPath(given: string | undefined, directory: string): string {
  const beside = resolve(directory, given ?? "config.yaml");
  return given !== undefined && existsSync(given)
    ? resolve(given)
    : existsSync(beside)
      ? beside
      : resolve(given ?? beside);
}

function readConfiguration(path: string): string {
  if (!existsSync(path)) {
    throw new UserError(`${path} does not exist; it lists the reports. docs/reports.md explains it.`);
  }
  try {
    const content = decode(readFileSync(path));
    if (content.kind === "text") return content.text;
    throw new UserError(`${path} cannot be read: ${content.reason}.`);
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw new UserError(`${path} cannot be read: ${fileProblem(cause)}.`, { cause });
  }
}

function userError(error: unknown, reports: typeof Reports, file: string, text: string): unknown {
  if (error instanceof reports.BrokenConfiguration) {
    const { line, column } = lineAndColumn(text, error.offset ?? 0);
    return new UserError(`${file}:${line}:${column}: ${error.message}`, { cause: error });
  }
  if (error instanceof reports.UnknownReport) {
    return new UserError(`${error.message} There are: ${error.known.join(", ")}.`, { cause: error });
  }
  const { code, path } = error as NodeJS.ErrnoException;
  if (code === undefined || path === undefined) return error;
  return new UserError(`${path}: ${(error as Error).message}`, { cause: error });
}

function optionalPath(path: string | undefined): string | undefined {
  return path === undefined ? undefined : resolve(path);
}

function timeOption(invocation: Invocation, name: string, { parseTime }: typeof Reports): number | undefined {
  const value = invocation.value(name);
  if (value === undefined) return undefined;
  const time = parseTime(value);
  if (time === undefined)
    throw new UserError(
      `--${name} must be a date or a time in UTC, such as 2026-01-31 or 2026-01-31T05:00:00Z.`,
    );
  return time;
}

function rangeOf(invocation: Invocation, reports: typeof Reports): Reports.Range {
  const start = timeOption(invocation, "start", reports);
  const end = timeOption(invocation, "end", reports);
  if (start !== undefined && end !== undefined && start >= end)
    throw new UserError("--end must be after --start.");
  if (invocation.flag("rerun") && start === undefined && end === undefined) {
    throw new UserError("--rerun needs --start or --end.");
  }
  return { ...(start !== undefined && { start }), ...(end !== undefined && { end }) };
}

function secondsOption(invocation: Invocation, name: string): number | undefined {
  const value = invocation.value(name);
  if (value === undefined) return undefined;
  const seconds = Number(value);
  if (!(seconds > 0 && seconds < 2_000_000)) throw new UserError(`--${name} must be a number of seconds.`);
  return 1000 * seconds;
}

/** The outcome of an interval, for a program. */
function runOf(
  { report, exploded, interval, kind, rows, milliseconds, file, reason }: Reports.IntervalRun,
  { formatDate }: typeof Reports,
) {
  return {
    report: report.key,
    exploded: Object.fromEntries(exploded),
    ...(interval && {
      start: formatDate(interval.start, report.granularity),
      end: formatDate(interval.end, report.granularity),
    }),
    status: kind,
    ...(kind === "done" && { rows }),
    ...(kind !== "due" && { milliseconds }),
    file: relative(process.cwd(), file) || file,
    ...(reason !== undefined && { reason }),
  };
}

/** A line for each file: what was written, or is due. */
function printRuns(
  { terminal, quiet }: Invocation,
  { runs, paths }: Reports.DirectoryReport,
  { formatDate }: typeof Reports,
): void {
  if (quiet) return;
  const byFile = new Map<string, Reports.IntervalRun[]>();
  for (const one of runs) {
    if (one.kind !== "failed") byFile.set(one.file, [...(byFile.get(one.file) ?? []), one]);
  }
  for (const [file, list] of byFile) {
    const { report, kind, exploded } = list[0] as Reports.IntervalRun;
    const dates = list.flatMap(({ interval }) =>
      interval === undefined ? [] : formatDate(interval.start, report.granularity),
    );
    const values = [...exploded.values()].join(", ");
    const name = values === "" ? report.key : `${report.key} (${values})`;
    const span =
      dates.length === 1 ? dates[0] : `${plural(dates.length, "date")} from ${dates[0]} to ${dates.at(-1)}`;
    const where = relative(process.cwd(), file) || file;
    terminal.out(kind === "due" ? `${name}: ${span} due.\n` : `${name}: ${span} written to ${where}.\n`);
  }
  for (const [key, list] of paths) {
    for (const path of list) terminal.out(`${key} sends ${path}\n`);
  }
}

function summary({ runs, reports, invalid, published }: Reports.DirectoryReport): string {
  const count = (kind: Reports.IntervalRun["kind"]) => runs.filter((one) => one.kind === kind).length;
  const [done, failed, due] = [count("done"), count("failed"), count("due")];
  const sent = published.reduce((sum, one) => sum + one.sent, 0);
  const parts = [
    ...(due > 0 ? [`${plural(due, "interval")} due`] : []),
    ...(done > 0 ? [`${plural(done, "interval")} computed`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(invalid > 0 ? [`${plural(invalid, "report")} cannot run`] : []),
    ...(sent > 0 ? [`${plural(sent, "point")} sent`] : []),
  ];
  return `${plural(reports, "report")}; ${parts.length === 0 ? "nothing is due" : parts.join(", ")}.`;
}
