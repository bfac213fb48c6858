import { expect, test } from "vitest";
import { type GraphPanel, modelDashboards } from "../src/dashboard/model.ts";
import { panelSeries, type SpanRow } from "../src/dashboard/panel-series.ts";
import { metricsOf, results, shown, texts } from "./dashboard-data.ts";

const graphs = (...files: readonly string[]) =>
  modelDashboards(metricsOf(files)).dashboards.flatMap(({ panels }) =>
    panels.filter((panel) => panel.kind === "graph"),
  );
const rowsOf = ({ known }: GraphPanel, date: string): SpanRow[] =>
  results[known.metric.name as keyof typeof results].map((row) => ({ date, ...row }));
const points = (panel: GraphPanel, rows: readonly SpanRow[], chosen?: ReadonlyMap<string, string>) =>
  panelSeries(panel, rows, chosen).lines.map(({ name, points: days }) => [name, Object.fromEntries(days)]);

test("rows are put together as Graphite does it", () => {
  const found = graphs(...Object.values(texts)).map((panel) => {
    const { lines } = panelSeries(panel, rowsOf(panel, "2026-11-02"));
    const numbers = lines.flatMap(({ name, points: days }) =>
      [...days.values()].map((value) => [name, value]),
    );
    return [panel.title, Object.fromEntries(numbers)];
  });
  expect(Object.fromEntries(found)).toEqual(shown);
});

test("each day has its own number, in order, and a day without one has none", () => {
  const [panel] = graphs(texts.rate) as [GraphPanel];
  const rows = ["2026-11-04", "2026-11-02"].flatMap((date) => rowsOf(panel, date));
  rows.push({ date: "2026-11-03", editor: "old", value: null, total: 4, sessions: 0 });
  expect(points(panel, rows)).toEqual([["rate", { "2026-11-02": 0.75, "2026-11-04": 0.75 }]]);
  expect([...(panelSeries(panel, rows).lines[0]?.points.keys() ?? [])]).toEqual(["2026-11-02", "2026-11-04"]);
});

test("numbers come as engines give them", () => {
  const [panel] = graphs(texts.toggles) as [GraphPanel];
  const values = [1, 2n, "3", "4.5", null, undefined, "", "NaN"];
  const rows = values.map((value) => ({ date: "2026-11-02 00:00:00", value }));
  expect(points(panel, rows)).toEqual([["toggles", { "2026-11-02": 10.5 }]]);
});

test("people choose a value, and known values have lines also without points", () => {
  const [, byEditor] = graphs(texts.toggles) as [GraphPanel, GraphPanel];
  const rows = rowsOf(byEditor, "2026-11-02");
  expect(points(byEditor, rows, new Map([["skin", "vector"]]))).toEqual([
    ["old", { "2026-11-02": 3 }],
    ["new", {}],
  ]);
});

test("of ten thousand values the largest are drawn, and the rest is counted", () => {
  const bySkin = graphs(texts.toggles).find(({ title }) => title.endsWith("by skin")) as GraphPanel;
  const rows = Array.from({ length: 10_000 }, (_, index) => ({
    date: "2026-11-02",
    editor: "old",
    skin: index === 0 ? "constructor" : `skin ${index}`,
    value: 10_000 - index,
  }));
  const { lines, omitted } = panelSeries(bySkin, rows);
  expect(lines.map(({ name }) => name).slice(0, 2)).toEqual(["constructor", "skin 1"]);
  expect([lines.length, omitted]).toEqual([20, 9980]);
});

test("known values that are too many are cut, and the panel says so", () => {
  const many = Array.from({ length: 10_000 }, (_, index) => `v${index}`).join(", ");
  const [dashboard] = modelDashboards(
    metricsOf([texts.toggles.replace("skin: {", `skin: { values: [${many}],`)]),
  ).dashboards;
  const bySkin = dashboard?.panels.find(({ title }) => title.endsWith("by skin")) as GraphPanel;
  expect(bySkin.shows).toMatchObject({ omitted: 9980 });
  expect(bySkin.description).toContain("Shows the first 20 of 10000 values.");
  // People do not scroll through a list of ten thousand; the data source is asked.
  expect(dashboard?.variables.map(({ name, values }) => [name, values?.length])).toEqual([
    ["editor", 2],
    ["skin", undefined],
  ]);
});

test("a metric that cannot be drawn is left out, with the reason", () => {
  const { dashboards, without } = modelDashboards(
    metricsOf([texts.toggles, texts.rate, texts.mean.replace("active", "planned")]),
    ({ metric }) => (metric.name === "rate" ? "it has no query" : undefined),
  );
  expect(without).toEqual([
    { name: "rate", reason: "it has no query" },
    { name: "mean", reason: "it is planned" },
  ]);
  expect(dashboards[0]?.panels.some(({ title }) => title.startsWith("rate"))).toBe(false);
});
