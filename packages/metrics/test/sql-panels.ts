import { declare } from "@addendum/event-fields";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type GraphPanel, modelDashboards } from "../src/dashboard/model.ts";
import { panelSeries, type SpanRow } from "../src/dashboard/panel-series.ts";
import { queryTypeOf, type SqlSourceName, sqlSource } from "../src/grafana/sql-source.ts";
import { type QueriedMetric, spanQuery } from "../src/query/report-query.ts";
import { eventSchema, metricsOf, texts, viewSchema } from "./dashboard-data.ts";
import type { Row, TestEngine } from "./query-engines.ts";

/** What the macros and variables of Grafana's data sources become. */
function filled(sql: string, name: SqlSourceName, chosen: ReadonlyMap<string, string>): string {
  const [from, to] = ["2026-11-02 00:00:00", "2026-11-30 12:00:00"];
  const filter: Readonly<Record<SqlSourceName, (column: string) => string>> = {
    duckdb: (column) =>
      `${column} >= '${from.replace(" ", "T")}Z' AND ${column} <= '${to.replace(" ", "T")}Z'`,
    trino: (column) => `${column} BETWEEN TIMESTAMP '${from}' AND TIMESTAMP '${to}'`,
    mariadb: (column) =>
      `${column} BETWEEN FROM_UNIXTIME(${Date.parse(`${from}Z`) / 1000}) AND FROM_UNIXTIME(${Date.parse(`${to}Z`) / 1000})`,
  };
  return sql
    .replaceAll(/\$__timeFilter\(([^)]*)\)/g, (_, column: string) => filter[name](column))
    .replaceAll(/\$\{(\w+):sqlstring\}/g, (_, variable: string) => {
      const value = chosen.get(variable);
      return value === undefined ? "''" : `'${value.replaceAll("'", "''")}'`;
    });
}

const rows: readonly Row[] = [1, 2, 3, 29].flatMap((day) =>
  ["old", "new", null].flatMap((editor, index) =>
    ["vector", "minerva", "it's"].slice(0, 1 + ((day + index) % 3)).map((skin, place) => ({
      year: 2026,
      month: 11,
      day,
      hour: 3,
      editor,
      skin,
      enabled: [true, false, null][(day + place) % 3],
      seconds: day === 29 ? null : day * 10 + index + place,
      session_id: `${editor}${place}`,
    })),
  ),
);

const metrics = metricsOf(Object.values(texts));
const queried: readonly QueriedMetric[] = metrics.map(({ metric }) => ({
  metric,
  tables: [{ name: ["s"], versions: [declare(eventSchema)], stream: undefined }],
  divisor: {
    tables: [{ name: ["v"], versions: [declare(viewSchema)], stream: undefined }],
    periods: [],
  },
  periods: [
    { from: undefined, sample: { unit: "session", rate: 0.5 } },
    { from: "2026-11-03", sample: undefined },
  ],
}));

/**
 * Tests of the panels of a source on an engine.
 * @param where how its queries run
 */
export function describePanels(
  name: SqlSourceName,
  where: string,
  open: () => Promise<TestEngine>,
  isSkipped: boolean,
): void {
  describe(`panels of ${name} ${where}`, () => {
    const source = sqlSource(name, queried);
    const { dashboards, without } = modelDashboards(metrics, (known) => source.whyNot(known));
    const graphs = dashboards.flatMap(({ panels }) => panels.filter((panel) => panel.kind === "graph"));
    const sqlOf = (target: object) =>
      (target as { rawSql?: string; rawSQL?: string }).rawSql ?? (target as { rawSQL: string }).rawSQL;
    let engine: TestEngine;
    beforeAll(async () => {
      if (isSkipped) return;
      engine = await open();
      await engine.create("s", eventSchema, rows);
      await engine.create(
        "v",
        viewSchema,
        rows.flatMap(({ year, month, day, hour, skin }) =>
          ["a", "b", "c"].map((session_id) => ({ year, month, day, hour, skin, session_id })),
        ),
      );
    });
    afterAll(() => engine?.close());

    test.skipIf(isSkipped).each([
      ["all", new Map<string, string>()],
      ["a value", new Map([["skin", "it's"]])],
      [
        "two values",
        new Map([
          ["skin", "vector"],
          ["editor", "old"],
        ]),
      ],
    ])("show what is made of the rows of a span: %s chosen", async (_, chosen) => {
      expect(without).toEqual([]);
      expect(graphs.length).toBe(25);
      for (const panel of graphs) {
        const [target, ...others] = source.targets(panel);
        expect(others).toEqual([]);
        const found = await engine.ask(filled(sqlOf(target!), name, chosen));
        expect(linesOf(found, panel), panel.title).toEqual(await expected(panel, chosen));
        if (chosen.size === 0) expect(found, panel.title).not.toEqual([]);
      }
    });

    async function expected(panel: GraphPanel, chosen: ReadonlyMap<string, string>) {
      const span = spanQuery(
        queried.find(({ metric }) => metric === panel.known.metric)!,
        queryTypeOf(name),
        { from: "2026-11-02", to: "2026-11-30" },
      );
      if (span.kind === "none") throw new Error(span.reason);
      // A panel by a dimension shows all of its values.
      const own = new Map(chosen);
      if (panel.shows.kind === "dimension") own.delete(panel.shows.dimension.name);
      const { lines } = panelSeries(panel, (await engine.ask(span.sql)) as readonly SpanRow[], own);
      return Object.fromEntries(
        lines.flatMap(({ name: line, points }) => (points.size > 0 ? [[line, rounded(points)]] : [])),
      );
    }

    test.skipIf(isSkipped)("variables ask for the values that there are in the time range", async () => {
      const skin = dashboards[0]?.variables.find((one) => one.values === undefined);
      const found = await engine.ask(filled(String(source.valuesQuery(skin!)), name, new Map()));
      expect(found.map((row) => row["skin"]).sort()).toEqual(["it's", "minerva", "vector"]);
    });

    test.skipIf(isSkipped)("values are data, whatever they look like", async () => {
      const values = ["${skin}", "$__timeFilter(x)", "[[skin]]", "'; DROP TABLE s; --", "a\\", "{{x}}"];
      const known = metricsOf([
        texts.toggles.replace(
          "skin: {",
          `skin: { values: [${values.map((value) => JSON.stringify(value)).join(", ")}],`,
        ),
      ]);
      const own = sqlSource(
        name,
        known.map(({ metric }) => ({ ...queried[0]!, metric })),
      );
      const panel = modelDashboards(known).dashboards[0]?.panels.find(({ title }) =>
        title.endsWith("by skin"),
      ) as GraphPanel;
      const [target] = own.targets(panel);
      const sql = sqlOf(target!);
      expect(sql.replaceAll(/\$\{\w+:sqlstring\}|\$__timeFilter\("?`?date"?`?\)/g, "")).not.toMatch(
        /\$[\w{]|\[\[/,
      );
      const day = { year: 2026, month: 11, day: 5, hour: 3 };
      await engine.create(
        "s",
        eventSchema,
        values.map((skin) => ({ ...day, editor: "old", skin })),
      );
      const found = await engine.ask(filled(sql, name, new Map()));
      expect(found.map((row) => row["metric"]).sort()).toEqual([...values].sort());
      await engine.create("s", eventSchema, rows);
    });
  });
}

/** Line → day → number. */
function linesOf(found: readonly Row[], { shows }: GraphPanel) {
  const lines: Record<string, Record<string, number>> = {};
  for (const { time, metric, ...numbers } of found) {
    for (const [column, value] of Object.entries(numbers)) {
      if (value === null) continue;
      const line = shows.kind === "companions" ? column : String(metric);
      (lines[line] ??= {})[String(time)] = round(Number(value));
    }
  }
  return lines;
}

const round = (value: number) => Math.round(value * 1e9) / 1e9;

function rounded(points: ReadonlyMap<string, number>) {
  return Object.fromEntries([...points].map(([day, value]) => [day, round(value)]));
}
