import {
  type Bind,
  type Dialect,
  type FieldReads,
  hiveOnDuckDb,
  readFields,
  type TableColumns,
} from "@addendum/query-fields";
import { type LakeSession, RefusedQuery, EngineError } from "@addendum/warehouse";
import { addIntervals, type Interval, truncate } from "../schedule/interval.ts";
import { combinationsOf } from "../run/combinations.ts";
import type { ReportSettings, ReportType } from "../settings/report-settings.ts";
import { failedQuery, resultOf, sqlOf } from "../sources/engine-source.ts";
import { FailedQuery, type Task } from "../sources/source.ts";
import { fromBytes } from "../table/cells.ts";

/** What a query gives on made-up events, and what it reads. */
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
  /** Milliseconds since 1970: the last interval that is complete then is asked. */
  readonly now: number;
  readonly tables: readonly TableColumns[];
  readonly bind: Bind;
}

const shownRows = 20;

const dialects: Readonly<Record<Exclude<ReportType, "script">, Dialect>> = {
  sql: "mariadb",
  hive: "hive",
  duckdb: "duckdb",
  trino: "trino",
};

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
      reason: `a script is run by hand: bash ${report.script ?? ""} 2026-01-31`,
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
  const reads = await readFields(sql, dialects[report.type], options.tables, { bind: options.bind });
  const run = onDuckDb(report.type, sql);
  if ("reason" in run) return { ...none, sql, reads, problem: { isFailure: false, reason: run.reason } };
  try {
    const limit = AbortSignal.timeout(Math.min(report.timeout, 60_000));
    const { header, blocks } = resultOf(await options.session.stream(run.sql, limit));
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
    if (!(error instanceof FailedQuery || error instanceof EngineError || error instanceof RefusedQuery))
      throw error;
    return { ...none, sql: run.sql, reads, problem: { isFailure: true, reason: failedQuery(error).message } };
  }
}

/** The query in DuckDB’s words, or why there are none that are known to mean the same. */
function onDuckDb(type: ReportType, sql: string): { readonly sql: string } | { readonly reason: string } {
  switch (type) {
    case "duckdb":
      return { sql };
    case "hive": {
      const translated = hiveOnDuckDb(sql);
      if (translated.kind === "translated") return { sql: translated.sql };
      return {
        reason: `DuckDB is not known to give what Hive gives for ${translated.construct}; try it on Hive`,
      };
    }
    default:
      return {
        reason: `only Hive’s queries are translated; try it on a ${type === "sql" ? "MariaDB" : "Trino"} of your own`,
      };
  }
}
