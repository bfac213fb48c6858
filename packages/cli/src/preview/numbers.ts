import { existsSync } from "node:fs";
import type { PanelContent } from "@addendum/dashboard-preview";
import {
  type DashboardModel,
  type DaySpan,
  type GraphPanel,
  panelSeries,
  type SpanRow,
  spanQuery,
} from "@addendum/metrics";
import type { OpenRepository } from "@addendum/workspace";
import { type OpenLake, withWarehouse } from "../events/lake.ts";
import { queriedMetrics } from "../metrics/reports-of.ts";

/** The default number of days that are drawn. */
export const defaultDays = 30;

/** The span of the last whole days before a day, YYYY-MM-DD. */
export function lastDays(today: string, days: number): Required<DaySpan> {
  const daysBefore = (count: number) =>
    new Date(Date.parse(today) - count * 86_400_000).toISOString().slice(0, 10);
  return { from: daysBefore(days), to: daysBefore(1) };
}

/** A metric’s rows, or why there are none. */
export type Numbers =
  | { readonly kind: "rows"; readonly rows: readonly SpanRow[] }
  | { readonly kind: "none"; readonly reason: string };

/** The numbers of each metric on some dashboards, by its name; where there is no lake, why there are none. */
export async function askLake(
  { lake, tables }: Pick<OpenLake, "lake" | "tables">,
  repository: OpenRepository,
  dashboards: readonly DashboardModel[],
  span: DaySpan,
): Promise<ReadonlyMap<string, Numbers>> {
  const metrics = new Set(
    dashboards.flatMap(({ panels }) =>
      panels.flatMap((panel) => (panel.kind === "graph" ? [panel.known] : [])),
    ),
  );
  const numbers = new Map<string, Numbers>();
  const none = (name: string, reason: string) => numbers.set(name, { kind: "none", reason });
  const queries = queriedMetrics([...metrics], "duckdb", repository).flatMap((queried) => {
    const query = spanQuery(queried, "duckdb", span);
    const { name } = queried.metric;
    if (query.kind === "query") return [{ name, sql: query.sql }];
    none(name, `The lake cannot compute it: ${query.reason}.`);
    return [];
  });
  if (!existsSync(lake)) {
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

/** The numbers that a panel shows. */
export function contentOf(panel: GraphPanel, numbers: ReadonlyMap<string, Numbers>): PanelContent {
  const found = numbers.get(panel.known.metric.name);
  if (found?.kind !== "rows") return { kind: "none", reason: found?.reason ?? "It has no numbers." };
  return { kind: "series", series: panelSeries(panel, found.rows) };
}
