import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import type * as DashboardPreview from "@addendum/dashboard-preview";
import {
  type DaySpan,
  type KnownMetric,
  modelDashboards,
  panelSeries,
  type SpanRow,
  spanQuery,
} from "@addendum/metrics";
import { type OpenRepository, UserError, writePlan } from "@addendum/workspace";
import { openLake, withWarehouse } from "../events/lake.ts";
import type { Invocation } from "../run/arguments.ts";
import { parseDay } from "../run/parse-day.ts";
import { planDirectory } from "../metrics/plan-directory.ts";
import { queriedMetrics } from "../metrics/reports-of.ts";

/** The days that a preview shows where nobody says how many. */
const defaultDays = 30;

/** More days than anybody looks at. */
const mostDays = 3660;

/** The version that this command was tried with; package.json pins it. */
const charts = "echarts@6.1.0";

/** The options of `--preview`, beside it. */
export const previewOptions = [
  {
    name: "days",
    kind: "string",
    value: "N",
    help: `how many days --preview shows (default: ${defaultDays})`,
  },
  {
    name: "today",
    kind: "string",
    value: "DAY",
    help: "the day after the last one that --preview shows, YYYY-MM-DD (default: today, in UTC)",
  },
] as const;

/** What was written. */
export interface WrittenPreview {
  /** The page to begin with, absolute. */
  readonly index: string;
  readonly dashboards: number;
  readonly charts: number;
}

/** A metric’s rows, or why there are none. */
type Numbers =
  | { readonly kind: "rows"; readonly rows: readonly SpanRow[] }
  | { readonly kind: "none"; readonly reason: string };

/** Draws the dashboards of metrics from the lake, as pages in a directory. Rejects with {@link UserError}. */
export async function writePreview(
  invocation: Invocation,
  repository: OpenRepository,
  metrics: readonly KnownMetric[],
  directory: string,
): Promise<WrittenPreview> {
  const span = spanOf(invocation, repository.today ?? "");
  const library = chartLibrary();
  const { renderPreview, chartDirectory } = previewBundle();
  const { dashboards, without } = modelDashboards(metrics);
  const shown = new Set(
    dashboards.flatMap(({ panels }) =>
      panels.flatMap((panel) => (panel.kind === "graph" ? [panel.known] : [])),
    ),
  );
  const numbers = await askLake(invocation, repository, [...shown], span);
  const files = renderPreview(
    {
      dashboards,
      without,
      from: span.from,
      to: span.to,
      contentOf(panel) {
        const found = numbers.get(panel.known.metric.name);
        if (found?.kind !== "rows") return { kind: "none", reason: found?.reason ?? "It has no numbers." };
        return { kind: "series", series: panelSeries(panel, found.rows) };
      },
    },
    library,
  );
  const place = resolve(directory);
  const root = dirname(place);
  const inCharts = (path: string) => path.startsWith(`${chartDirectory}/`);
  const drawn = files
    .filter(({ path }) => inCharts(path))
    .map(({ path, text }) => ({ path: basename(path), text }));
  writePlan(
    root,
    [
      ...planDirectory(root, join(place, chartDirectory), drawn, [".svg"]),
      ...planDirectory(
        root,
        place,
        files.filter(({ path }) => !inCharts(path)),
        [".html", ".css"],
      ),
    ],
    false,
  );
  return { index: join(place, "index.html"), dashboards: dashboards.length, charts: drawn.length };
}

/** The last whole days before today. Throws {@link UserError}. */
function spanOf(invocation: Invocation, now: string): Required<DaySpan> {
  const today = invocation.value("today") ?? now;
  const time = parseDay(today);
  if (time === undefined) throw new UserError(`--today is a day, YYYY-MM-DD, not “${today}”.`);
  const days = Number(invocation.value("days") ?? defaultDays);
  if (!Number.isInteger(days) || days < 1 || days > mostDays)
    throw new UserError(`--days is an integer from 1 to ${mostDays}.`);
  const daysBefore = (count: number) => new Date(time - count * 86_400_000).toISOString().slice(0, 10);
  return { from: daysBefore(days), to: daysBefore(1) };
}

/** The numbers of each metric, by its name. */
async function askLake(
  invocation: Invocation,
  repository: OpenRepository,
  metrics: readonly KnownMetric[],
  span: DaySpan,
): Promise<ReadonlyMap<string, Numbers>> {
  const { lake, tables } = openLake(invocation);
  const numbers = new Map<string, Numbers>();
  const none = (name: string, reason: string) => numbers.set(name, { kind: "none", reason });
  const queries = queriedMetrics(metrics, "duckdb", repository).flatMap((queried) => {
    const query = spanQuery(queried, "duckdb", span);
    const { name } = queried.metric;
    if (query.kind === "query") return [{ name, sql: query.sql }];
    none(name, `The lake cannot compute it: ${query.reason}.`);
    return [];
  });
  if (!existsSync(lake)) {
    invocation.terminal.note(
      `There is no lake at ${lake}, so there are no charts. \`addendum load\` makes one.`,
    );
    for (const { name } of queries) none(name, "No events have been loaded.");
    return numbers;
  }
  await withWarehouse(async ({ openLakeSession, RefusedQuery, EngineError }) => {
    const session = await openLakeSession(lake, tables());
    try {
      for (const { name, sql } of queries) {
        try {
          const { columns, blocks } = await session.stream(sql);
          const rows: SpanRow[] = [];
          for await (const block of blocks)
            for (const row of block)
              rows.push(
                Object.fromEntries(
                  columns.map((column, index) => [column.name, row[index]]),
                ) as unknown as SpanRow,
              );
          numbers.set(name, { kind: "rows", rows });
        } catch (error) {
          if (!(error instanceof RefusedQuery || error instanceof EngineError)) throw error;
          none(name, `The lake cannot compute it: ${error.message}`);
        }
      }
    } finally {
      session.close();
    }
  });
  return numbers;
}

/** The preview is a bundle of its own: no other command waits for it to load. */
function previewBundle(): typeof DashboardPreview {
  return createRequire(__filename)("./dashboard-preview.cjs") as typeof DashboardPreview;
}

/** ECharts, which is installed on request. Throws {@link UserError} where it is not. */
function chartLibrary(): DashboardPreview.ChartLibrary {
  try {
    // Lines, axes and legends, as one file that loads twice as fast as the whole.
    return createRequire(__filename)("echarts/dist/echarts.common.min.js") as DashboardPreview.ChartLibrary;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND") throw cause;
    throw new UserError(
      `--preview draws with the package “echarts”, which is not installed. Install it with: npm install ${charts}`,
      { cause },
    );
  }
}
