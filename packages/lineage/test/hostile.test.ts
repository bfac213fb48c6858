import type { KnownMetric } from "@addendum/metrics";
import { examineMetrics } from "@addendum/metrics";
import { declare } from "@addendum/event-fields";
import { describedReports, type ReadTable } from "@addendum/reports/readers";
import { compareVersionData, defaultSettings, objectionsTo } from "@addendum/schema-repository";
import { openConfiguration } from "@addendum/streams";
import { describe, expect, test } from "vitest";
import { graphitePaths } from "../src/dashboards/graphite-paths.ts";
import { seriesNames } from "../src/dashboards/prometheus-names.ts";
import { readDashboard } from "../src/dashboards/read-dashboard.ts";
import { lineageRows } from "../src/graph/rows.ts";
import { selectRows } from "../src/graph/select-rows.ts";
import { openLineage } from "../src/print/open-lineage.ts";
import { lineagePage } from "../src/print/page.ts";
import type { Layout, LayoutRequest } from "../src/print/picture.ts";
import { lineageMarkdown, lineageText } from "../src/print/tables.ts";
import { readersOf, readingsOf } from "../src/readers/find-readers.ts";

const schema = {
  type: "object",
  properties: { editor: { type: "string", enum: ["old", "new"] }, skin: { type: "string" } },
};
const table: ReadTable = {
  name: "ui_toggle",
  title: "ui/toggle",
  major: 1,
  columns: [
    { name: "editor", type: { kind: "string" } },
    { name: "skin", type: { kind: "string" } },
  ],
  partitions: [],
};

function metricsOf(...texts: readonly string[]): readonly KnownMetric[] {
  return examineMetrics({
    files: texts.map((text, index) => ({ file: `metrics/${index}.yaml`, text })),
    streams: openConfiguration,
    settings: defaultSettings,
    events: (title) => (title === "ui/toggle" ? [declare(schema)] : []),
  }).metrics;
}

const toggles = `name: toggles
question: Why <script>alert(1)</script> | [x](javascript:alert(1))?
collector: "\`code\` & <b>"
initiator: somebody
owner: Us
ticket: https://example.org/"onmouseover="x
source: { stream: ui.toggle, aggregation: count }
dimensions: { editor: {} }
path: Example.toggles
status: active
baseline: 2020-01-01
`;

function readings(options: {
  readonly metrics?: readonly KnownMetric[];
  readonly configuration?: string;
  readonly queries?: Readonly<Record<string, string>>;
  readonly dashboards?: readonly unknown[];
}) {
  const { metrics = [], configuration = "", queries = {}, dashboards = [] } = options;
  return readingsOf({
    metrics,
    reports: describedReports("reports/config.yaml", configuration),
    read: (path) => queries[path],
    dashboards: dashboards.map((one, index) => ({
      file: `grafana/${index}.json`,
      text: JSON.stringify(one),
    })),
    placeOf: (name) => `dashboards/${name}`,
    tables: (text) => (text.includes("ui_toggle") ? [table] : []),
  });
}

const target = "sumSeries(Example.skins.bySkin.*)";
const panel = { id: 3, type: "timeseries", title: "Skins", targets: [{ refId: "A", target }] };
const versions: readonly (readonly [string, unknown])[] = [
  ["classic, as it is saved", { schemaVersion: 39, title: "D", panels: [panel] }],
  ["version 4, with rows", { schemaVersion: 6, title: "D", rows: [{ panels: [panel] }] }],
  [
    "a panel in a row",
    { schemaVersion: 39, title: "D", panels: [{ type: "row", title: "R", panels: [panel] }] },
  ],
  ["as the API gives it", { dashboard: { title: "D", panels: [panel] }, meta: { slug: "d" } }],
  [
    "a resource of version 1",
    {
      apiVersion: "dashboard.grafana.app/v1beta1",
      kind: "Dashboard",
      metadata: { name: "d" },
      spec: { title: "D", panels: [panel] },
    },
  ],
  [
    "a resource of version 2",
    {
      apiVersion: "dashboard.grafana.app/v2beta1",
      kind: "Dashboard",
      metadata: { name: "d" },
      spec: {
        title: "D",
        elements: {
          "panel-3": {
            kind: "Panel",
            spec: {
              id: 3,
              title: "Skins",
              data: {
                kind: "QueryGroup",
                spec: {
                  queries: [
                    {
                      kind: "PanelQuery",
                      spec: { refId: "A", query: { kind: "DataQuery", group: "graphite", spec: { target } } },
                    },
                  ],
                },
              },
            },
          },
        },
      },
    },
  ],
];
const skins =
  'reports:\n  skins: { type: hive, graphite: { path: "{_metric}.bySkin.{skin}", metrics: { Example.skins: n } } }\n';
const queries = { "reports/skins.hql": "SELECT skin, count(*) AS n FROM ui_toggle GROUP BY skin" };

describe("a dashboard", () => {
  test.each(versions)("%s", (_, dashboard) => {
    const readers = readersOf(readings({ configuration: skins, queries, dashboards: [dashboard] }));
    expect(readers.filter(({ kind }) => kind === "panel").map(({ name, path }) => [name, path])).toEqual([
      ["panel “Skins” of “D”", ["skin"]],
    ]);
  });

  test.each([
    ["another document", "{}"],
    ["a list", "[]"],
    ["no JSON", "{"],
    ["panels of another kind", '{"panels": "none"}'],
    ["targets of another kind", '{"panels": [{"targets": {"a": 1}}, {"targets": [1, null, {"target": 5}]}]}'],
    ["many levels", `${'{"panels":['.repeat(5000)}${"]}".repeat(5000)}`],
  ])("that is %s reads nothing", (_, text) => {
    expect(readDashboard("a.json", text)?.panels ?? []).toEqual([]);
  });

  test("a variable decides what a panel shows: it may read it", () => {
    const dashboard = { panels: [{ title: "T", targets: [{ target: "Example.$what.bySkin.*" }] }] };
    const [found] = readersOf(readings({ configuration: skins, queries, dashboards: [dashboard] }));
    expect(found).toMatchObject({ how: "may read", path: ["skin"] });
  });
});

describe("what queries of panels name", () => {
  test.each([
    ["alias(sumSeries(a.b.{c,d}.*), 'x.y')", [["a", "b", "{c,d}", "*"]]],
    ["scale(a.b, 0.5) | timeShift('1d')", [["a", "b"]]],
    ["groupByNode(a.[[x]].c, -1, 'sum')", [["a", "[[x]]", "c"]]],
    ["((((", []],
    [`${"f(".repeat(100_000)}a.b`, []],
  ])("%#", (text, expected) => {
    const found = graphitePaths(text).map(({ nodes }) => nodes);
    if (expected.length > 0) expect(found).toEqual(expected);
  });

  test("metrics of PromQL, not their functions, labels or texts", () => {
    const names = seriesNames('sum by (editor) (rate(a_b_total{wiki=~"x_y|z"}[5m])) / scalar(c_d)').map(
      ({ name }) => name,
    );
    expect(names).toEqual(expect.arrayContaining(["a_b_total", "c_d"]));
    expect(names).not.toContain("x_y");
    expect(names).not.toContain("rate");
  });
});

describe("circles", () => {
  const circle =
    "reports:\n  a: { type: script, reads: [b] }\n  b: { type: script, reads: [a, ui_toggle.skin] }\n";

  test("of reports end, and what they read is known", () => {
    const readers = readersOf(readings({ configuration: circle }));
    const names = new Set(readers.filter(({ path }) => path[0] === "skin").map(({ name }) => name));
    expect(names).toEqual(new Set(["report “a”", "report “b”"]));
  });

  test("a metric that reads itself ends, too", () => {
    const self = toggles.replace(
      "{ stream: ui.toggle, aggregation: count }",
      "{ report: toggles, column: value }",
    );
    const configuration = "reports:\n  toggles: { type: script, reads: [toggles] }\n";
    expect(readersOf(readings({ metrics: metricsOf(self), configuration }))).toEqual([]);
  });
});

test("of ten thousand readers a few are named, and the others counted", () => {
  const panels = Array.from({ length: 10_000 }, (_, index) => ({
    title: `P${index}`,
    targets: [{ target }],
  }));
  const all = readersOf(readings({ configuration: skins, queries, dashboards: [{ title: "D", panels }] }));
  expect(all.length).toBe(10_001);
  const newer = { ...schema, properties: { editor: schema.properties.editor } };
  const version = (minor: number) => ({ major: 1, minor, patch: 0 });
  const comparison = compareVersionData(
    "ui/toggle",
    { version: version(0), data: schema },
    { version: version(1), data: newer },
    "closed",
    () => undefined,
    { readers: () => all },
  );
  const begin = performance.now();
  const found = objectionsTo([comparison]).find(
    ({ objection }) => objection.rule.id === "reader-broken",
  )?.objection;
  expect(performance.now() - begin).toBeLessThan(1000);
  expect(found?.values?.["readers"]).toMatch(/ And 9998 more\.$/);
  expect(found?.evidence?.lines).toHaveLength(18);
  expect(found?.evidence?.readers).toHaveLength(100);
});

describe("names with markup stay texts", () => {
  const dashboard = {
    title: "<img src=x>",
    panels: [{ title: "a|b ${x} `c`\u202e", targets: [{ target: "Example.toggles.byEditor.*" }] }],
  };
  const rows = lineageRows(readings({ metrics: metricsOf(toggles), dashboards: [dashboard] }));
  const layOut = ({ nodes }: LayoutRequest): Promise<Layout> =>
    Promise.resolve({
      width: 10,
      height: 10,
      places: new Map(nodes.map(({ id }) => [id, { x: 0, y: 0 }])),
      lines: new Map(),
    });

  test("on the page, whose policy allows its own style alone", async () => {
    const page = await lineagePage(rows, "Lineage of <us>", { layOut, hash: () => "abc=" });
    expect(page).not.toMatch(/<script|<img|javascript:alert\(1\)"|onmouseover="/);
    expect(page).toContain("style-src 'sha256-abc='");
    expect(page).not.toContain("unsafe-inline");
    expect(page).not.toMatch(/ style=/);
    expect(page).not.toContain("\u202e");
    expect(page.match(/<a href="#row-0">/g)?.length).toBeGreaterThan(5);
  });

  test("in Markdown and on a terminal", () => {
    const table = lineageMarkdown(rows);
    expect(table.trimEnd().split("\n")).toHaveLength(3);
    expect(table).not.toMatch(/(?<!\\)<(?!br>)/);
    expect(lineageText(rows)).toContain("← somebody ▭");
  });

  test("as events of OpenLineage", () => {
    const events = openLineage(rows, "2026-01-31T00:00:00Z", "us");
    const texts = JSON.stringify(events);
    expect(texts).toContain('"namespace":"us/events","name":"ui/toggle","field":"editor"');
    for (const event of events) {
      expect(Object.keys(event)).toEqual(["eventTime", "producer", "schemaURL", "job", "inputs", "outputs"]);
      expect(JSON.parse(JSON.stringify(event))).toEqual(event);
    }
  });

  test.each([
    "toggles",
    "editor",
    "ui/toggle#editor",
    "Example.toggles",
    "<img src=x>",
    "toggles, by editor",
  ])("%s is found", (name) => {
    expect(selectRows(rows, name).kind).toBe("rows");
    expect(selectRows(rows, `${name}x`).kind).toBe("unknown");
  });
});
