import {
  type Bind,
  type FieldReads,
  hiveOnDuckDb,
  readFields,
  type TableColumns,
} from "@addendum/query-fields";
import { type LakeSession, RefusedQuery, EngineError, type StreamedRows } from "@addendum/warehouse";
import { addIntervals, type Interval, truncate } from "../schedule/interval.ts";
import { combinationsOf } from "../run/combinations.ts";
import type { ReportSettings } from "../settings/report-settings.ts";
import { failedQuery, resultOf, sqlOf } from "../sources/engine-source.ts";
import { queryDialects } from "../sources/query-dialects.ts";
import { FailedQuery, type Task } from "../sources/source.ts";
import { fromBytes } from "../table/cells.ts";
import { NoMariaDb, type SpoofedMariaDb } from "./spoofed-mariadb.ts";

/** The result of a query on made-up events, and the fields that it reads. */
export interface SmokeReport {
  readonly report: ReportSettings;
  readonly interval: Interval;
  readonly exploded: ReadonlyMap<string, string>;
  /** The query as it was run. Undefined for scripts, and where it could not be filled in. */
  readonly sql: string | undefined;
  readonly columns: readonly string[];
  /** The first rows; null where there is no value. */
  readonly rows: readonly (readonly (string | null)[])[];
  readonly rowCount: number;
  /** Undefined for scripts, whose authors say what they read. */
  readonly reads: FieldReads | undefined;
  /** Why it was not run; `isFailure`: it cannot run. */
  readonly problem: { readonly isFailure: boolean; readonly reason: string } | undefined;
}

export interface SmokeOptions {
  /** The lake of made-up events. */
  readonly session: LakeSession;
  /** The same events on MariaDB. */
  readonly mariaDb: SpoofedMariaDb;
  /** Milliseconds since 1970: the last interval that is complete then is asked. */
  readonly now: number;
  readonly tables: readonly TableColumns[];
  readonly bind: Bind;
}

const shownRows = 20;

/** Runs a report’s query on made-up events, for one interval and the first value of each dimension. */
export async function smokeReport(report: ReportSettings, options: SmokeOptions): Promise<SmokeReport> {
  const start = addIntervals(truncate(options.now, report.granularity), report.granularity, -1);
  const interval = { start, end: addIntervals(start, report.granularity, 1) };
  const [exploded = new Map<string, string>()] = combinationsOf(report.dimensions);
  const task: Task = { report, interval, exploded };
  const none = { report, interval, exploded, sql: undefined, columns: [], rows: [], rowCount: 0 };
  if (report.type === "script") {
    const problem = {
      isFailure: false,
      reason: `run a script by hand: bash ${report.script ?? ""} 2026-01-31`,
    };
    return { ...none, reads: undefined, problem };
  }
  let sql: string;
  try {
    sql = sqlOf(task);
  } catch (error) {
    if (!(error instanceof FailedQuery)) throw error;
    return { ...none, reads: undefined, problem: { isFailure: true, reason: error.message } };
  }
  const reads = await readFields(sql, queryDialects[report.type], options.tables, { bind: options.bind });
  const run = runOf(task, sql, reads, options);
  if ("reason" in run) return { ...none, sql, reads, problem: { isFailure: false, reason: run.reason } };
  try {
    const { header, blocks } = resultOf(await run.stream(Math.min(report.timeout, 60_000)));
    const rows: (string | null)[][] = [];
    let rowCount = 0;
    for await (const block of blocks) {
      rowCount += block.length;
      for (const row of block.slice(0, Math.max(0, shownRows - rows.length))) {
        rows.push(row.map((cell) => (cell === null ? null : fromBytes(cell))));
      }
    }
    return {
      ...none,
      sql: run.sql,
      columns: header.map(fromBytes),
      rows,
      rowCount,
      reads,
      problem: undefined,
    };
  } catch (error) {
    if (error instanceof NoMariaDb)
      return { ...none, sql, reads, problem: { isFailure: false, reason: error.message } };
    if (!(error instanceof FailedQuery || error instanceof EngineError || error instanceof RefusedQuery))
      throw error;
    // Where a server of one's own listens does not matter.
    const reason = failedQuery(error).message.replace(/^MariaDB at [^:]*: /, "MariaDB: ");
    return { ...none, sql: run.sql, reads, problem: { isFailure: true, reason } };
  }
}

/** How a query is run on made-up events, with what text, or why it is not. */
type Run =
  | { readonly sql: string; readonly stream: (limit: number) => Promise<StreamedRows> }
  | { readonly reason: string };

function runOf(
  { report, exploded }: Task,
  sql: string,
  { unknownTables }: FieldReads,
  { session, mariaDb }: SmokeOptions,
): Run {
  const onDuckDb = (text: string): Run => ({
    sql: text,
    stream: (limit) => session.stream(text, AbortSignal.timeout(limit)),
  });
  switch (report.type) {
    case "duckdb":
      return onDuckDb(sql);
    case "hive": {
      const translated = hiveOnDuckDb(sql);
      if (translated.kind === "translated") return onDuckDb(translated.sql);
      return {
        reason: `DuckDB may give other rows than Hive for ${translated.construct}; try it on Hive`,
      };
    }
    case "sql": {
      if (unknownTables.length > 0)
        return { reason: `no schema has the tables that it reads: ${unknownTables.join(", ")}` };
      const { database, sharding } = report.database ?? {};
      const wiki = sharding?.placeholder === undefined ? undefined : exploded.get(sharding.placeholder);
      return { sql, stream: (limit) => mariaDb.stream(sql, wiki ?? database ?? "smoke", limit) };
    }
    default:
      return { reason: "only Hive’s queries can be run on DuckDB; try it on Trino" };
  }
}
