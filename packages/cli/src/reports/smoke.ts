import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { type Declaration, declare } from "@addendum/event-fields";
import type * as Reports from "@addendum/reports";
import {
  examineQueries,
  type Finding,
  type Findings,
  findTitles,
  type QueryReads,
  reportFailed,
} from "@addendum/schema-repository";
import type * as Warehouse from "@addendum/warehouse";
import { UserError } from "@addendum/workspace";
import { openLake, type OpenLake } from "../events/lake.ts";
import { spoofSources, writeEvents } from "../events/spoof-sources.ts";
import type { Invocation } from "../run/arguments.ts";
import { openWorkTree } from "../run/open-repository.ts";

/** What a smoke test found. */
export interface Smoke {
  readonly findings: readonly Finding[];
  readonly results: readonly Reports.SmokeReport[];
}

/** How many days of made-up events the last complete interval needs. */
const days: Readonly<Record<Reports.ReportSettings["granularity"], number>> = {
  hours: 1,
  days: 2,
  weeks: 14,
  months: 62,
};
const eventsPerDay = 200;

/**
 * Runs queries on tables of events that are made up from the schemas. Throws {@link UserError} for a report that is not
 * configured.
 */
export async function runSmoke(
  invocation: Invocation,
  reports: typeof Reports,
  configuration: { readonly reports: readonly Reports.ReportSettings[]; readonly invalid: readonly string[] },
  findings: Findings,
  options: { readonly only: string | undefined; readonly file: string; readonly now: number },
): Promise<Smoke> {
  const { only, file, now } = options;
  const chosen = configuration.reports.filter(({ key }) => only === undefined || key === only);
  if (chosen.length === 0 && only !== undefined && !configuration.invalid.includes(only)) {
    const known = configuration.reports.map(({ key }) => key);
    throw new UserError(`there is no report “${only}”. There are: ${known.join(", ")}.`);
  }
  const opened = openLake(invocation);
  const repository = openWorkTree(opened.repository, { kind: "base-branch-if-known" });
  const scratch = mkdtempSync(join(tmpdir(), "addendum-smoke-"));
  const [events, lake] = [join(scratch, "events"), join(scratch, "lake")];
  const binder = await reports.openBinder();
  try {
    mkdirSync(events);
    const span = Math.max(1, ...chosen.map(({ granularity }) => days[granularity]));
    const sources = findTitles(repository.snapshot, repository.settings).flatMap((title) =>
      spoofSources(title, opened),
    );
    for (const [index, source] of sources.entries()) {
      const spoofed = reports.spoofEvents(source, { days: span, rate: eventsPerDay, seed: 1, until: now });
      writeEvents(join(events, `${index}.ndjson`), spoofed);
    }
    await reports.loadEvents({ lake, events, route: opened.route, now });
    const tables = opened.tables();
    const columns = tables.map((table) => ({ ...table, columns: [...table.columns, ...partitions] }));
    const session = await reports.openLakeSession(lake, tables);
    const mariaDb = new reports.SpoofedMariaDb(session, tables);
    const results: Reports.SmokeReport[] = [];
    try {
      for (const report of chosen) {
        const result = await reports.smokeReport(report, {
          session,
          mariaDb,
          now,
          tables: columns,
          bind: binder.bind,
        });
        results.push(withoutPartitions(result));
        if (result.problem?.isFailure !== true) continue;
        const location = { file, pointer: report.pointer, isKey: true };
        findings.add(reportFailed, "unread", location, { report: report.key, reason: result.problem.reason });
      }
    } finally {
      await mariaDb.close();
      session.close();
    }
    examineQueries(results.flatMap(readsOf), declarations(tables, opened), findings);
    return { findings: findings.list, results };
  } finally {
    binder.close();
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** By which every table is partitioned; no schema declares them. */
const partitions = ["year", "month", "day", "hour"].map((name) => ({
  name,
  type: { kind: "integer" } as const,
}));

function withoutPartitions(result: Reports.SmokeReport): Reports.SmokeReport {
  if (result.reads === undefined) return result;
  const isPartition = ({ path }: { readonly path: readonly string[] }) =>
    path.length === 1 && partitions.some(({ name }) => name === path[0]?.toLowerCase());
  const read = result.reads.read.filter((field) => !isPartition(field));
  return { ...result, reads: { ...result.reads, read } };
}

/**
 * What a query reads, with places in its file: what was determined is about the query whose placeholders are filled.
 */
function readsOf({ report, reads }: Reports.SmokeReport): QueryReads[] {
  const { query } = report;
  if (reads === undefined || query === undefined) return [];
  const text = readFileSync(query.file, "utf8");
  const file = relative(process.cwd(), query.file) || query.file;
  const undeclared = reads.undeclared.map((field) => {
    const name = (field.path.at(-1) ?? "").replaceAll(/[^\w]/g, ".");
    const found = new RegExp(`\\b${name}\\b`, "i").exec(text);
    return { ...field, offset: found?.index ?? 0 };
  });
  return [{ file, read: reads.read, undeclared }];
}

/** What the newest version of each table’s schema declares. */
function declarations(
  tables: readonly Warehouse.LakeTable[],
  { schemas }: Pick<OpenLake, "schemas">,
): ReadonlyMap<string, Declaration> {
  return new Map(
    tables.flatMap(({ name, origin }): [string, Declaration][] => {
      const newest = origin === undefined ? undefined : schemas.newest(origin.title);
      return newest === undefined ? [] : [[name, declare(newest.schema)]];
    }),
  );
}
