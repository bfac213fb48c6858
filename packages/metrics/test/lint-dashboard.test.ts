import { defaultSettings, rules, type RuleExample } from "@addendum/schema-repository";
import { describe, expect, test } from "vitest";
import { declare } from "@addendum/event-fields";
import { graphiteSource } from "../src/grafana/graphite-source.ts";
import { prometheusSource } from "../src/grafana/prometheus-source.ts";
import { renderDashboards } from "../src/grafana/render-dashboards.ts";
import { sqlSource } from "../src/grafana/sql-source.ts";
import { lintDashboard } from "../src/lint/lint-dashboard.ts";
import { eventSchema, metricsOf, texts, viewSchema } from "./dashboard-data.ts";
import { grafanaSdk } from "./grafana-sdk.ts";

const own = rules.filter(({ generator }) => generator === "dashboards");
const file = "dashboards/search.json";
const lint = (text: string) => lintDashboard(file, text, defaultSettings);
const found = (text: string) => lint(text).map(({ rule, location }) => [rule, location.pointer]);

describe.each(own)("$id", (rule) => {
  test.each(rule.examples)("$name", ({ files, findings }: RuleExample) => {
    const all = lint(files[file] ?? "").filter((finding) => finding.rule === rule.id);
    expect(all.map(({ location }) => location.pointer)).toEqual(findings.map(({ pointer }) => pointer));
    for (const [index, { message, hint }] of all.entries()) {
      const text = rule.messages[findings[index]?.messageId ?? ""]?.text ?? "?";
      expect(message.startsWith(text.split("{")[0] as string)).toBe(true);
      expect(message + (hint ?? "")).not.toMatch(/\{\w+\}/);
    }
  });
});

test("what is right by one rule is right by all", () => {
  for (const { id, examples } of own) {
    for (const { name, files, findings } of examples) {
      if (findings.length > 0) continue;
      const others = lint(files[file] ?? "").filter(({ rule }) => rule !== "dashboard-missing-ticket");
      expect(
        others.map(({ rule }) => rule),
        `${id}, ${name}`,
      ).toEqual([]);
    }
  }
});

const temporary = `${texts.toggles.replace("toggles", "tries").replace("Feature.toggles", "Other.tries")}deprecation: { temporary: true, sunset: 2027-01-31, ticket: T1 }\n`;

test("generated dashboards are right, whatever they ask", () => {
  const metrics = metricsOf([...Object.values(texts), temporary]);
  const queried = metrics.map(({ metric }) => ({
    metric,
    tables: [{ name: ["s"], versions: [declare(eventSchema)], stream: undefined }],
    divisor: { tables: [{ name: ["v"], versions: [declare(viewSchema)], stream: undefined }], periods: [] },
    periods: [],
  }));
  const sources = [
    graphiteSource,
    prometheusSource,
    ...(["duckdb", "trino", "mariadb"] as const).map((name) => sqlSource(name, queried)),
  ];
  for (const source of sources) {
    const { files } = renderDashboards(metrics, source, grafanaSdk);
    expect(files.length).toBe(3);
    for (const { path, text } of files.slice(1)) expect(lint(text), `${source.name} ${path}`).toEqual([]);
  }
});

const about = { type: "text", title: "About", options: { content: "Owner: A team. T12345" } };
const dashboard = (panels: readonly object[], more: object = {}) =>
  JSON.stringify({ title: "A", tags: ["a"], schemaVersion: 39, panels: [about, ...panels], ...more });
const graph = (title: string, ...targets: readonly object[]) => ({ type: "timeseries", title, targets });

describe("queries of Prometheus", () => {
  test.each([
    ["a metric and its totals", [{ expr: "sum(a_sessions_daily)" }, { expr: "sum(a_total_daily)" }], []],
    [
      "a quotient is one metric",
      [{ expr: "sum(rate(a_total[5m])) / sum(rate(b_total[5m]))" }],
      ["dashboard-missing-totals"],
    ],
    ["a division by a number is none", [{ expr: "sum(a_bytes) / 1024" }], []],
    [
      "words and labels are no metrics",
      [{ expr: 'sum by (b) (a{c="d"}) and on (e) a offset 1d' }, { expr: "max(a)" }],
      [],
    ],
    ["two metrics", [{ expr: "sum(a)" }, { expr: "sum(b)" }], ["no-dashboard-mixed-metrics"]],
  ])("%s", (_, targets, expected) => {
    expect(lint(dashboard([graph("Clicks", ...targets)])).map(({ rule }) => rule)).toEqual(expected);
  });

  test("panels that differ in a label", () => {
    const of = (wiki: string) => graph(wiki, { expr: `sum(a{wiki="${wiki}",skin=~".*"})` });
    expect(found(dashboard([of("x"), of("y")]))).toEqual([["dashboard-missing-variable", "/panels/2"]]);
    expect(found(dashboard([of("$wiki"), of("${wiki}")]))).toEqual([]);
  });
});

test("panels in rows, exports of the API and overrides are judged", () => {
  const stacked = {
    ...graph("A", { target: "a.b" }),
    fieldConfig: {
      overrides: [{ properties: [{ id: "custom.stacking", value: { mode: "percent" } }] }],
    },
  };
  const inside = { type: "row", title: "More", collapsed: true, panels: [stacked] };
  expect(found(`{ "meta": {}, "dashboard": ${dashboard([inside])} }`)).toEqual([
    ["no-dashboard-stacking", "/dashboard/panels/1/panels/0/fieldConfig/overrides/0/properties/0/value"],
  ]);
});

describe("what is no dashboard ends with a message", () => {
  test.each([
    ["nothing", ""],
    ["half a file", '{ "panels": ['],
    ["a list", "[]"],
    ["null", "null"],
    ["a text", '"dashboard"'],
    ["panels that are none", '{ "panels": {} }'],
    [
      "the model of later versions",
      '{ "apiVersion": "dashboard.grafana.app/v2beta1", "spec": { "elements": {} } }',
    ],
    ["a version to come", '{ "schemaVersion": 9999, "panels": [] }'],
    ["a deep one", "[".repeat(1_000_000)],
    ["a large one", `{ "panels": [], "x": "${"x".repeat(5_000_000)}" }`],
    ["names of prototypes", '{ "__proto__": { "panels": [] } }'],
  ])("%s", (_, text) => {
    const [finding, ...others] = lint(text);
    expect(finding?.rule).toBe("dashboard-invalid-document");
    expect(others).toEqual([]);
  });

  test.each([
    ['{\n  "panels": [\n    oops\n  ]\n}', "oops"],
    ['{ "panels": [1, 2 3] }', "3]"],
    ['{ "panels": [1,] }', "] }"],
    ['{ "panels": [] } more', "more"],
    ["{ 'panels': [] }", "'panels"],
    ['{ "a" "b" }', '"b"'],
    ['{ "panels": [ }', "}"],
    ['{ "panels": 01 }', "1 }"],
  ])("%j has a mistake at %j", (text, rest) => {
    const [finding] = lint(text);
    expect(text.slice(finding?.location.offset).startsWith(rest)).toBe(true);
  });

  test("parts that are of another type are passed over", () => {
    const text = dashboard(
      [null as unknown as object, { type: 1, targets: [null, { target: 1 }], gridPos: [] }],
      {
        tags: [1, "a"],
        links: [null, 1],
      },
    );
    expect(found(text)).toEqual([]);
  });

  test("queries that are made to take long do not", () => {
    const long = ["${a}".repeat(4000), "a.".repeat(9000), "{".repeat(19_000), "ticket ".repeat(2000)];
    const panels = long.flatMap((text) => [
      graph(text, { target: `${text}(` }, { expr: `${text}(` }),
      { ...about, options: { content: text } },
    ]);
    const begin = performance.now();
    lint(dashboard(panels));
    expect(performance.now() - begin).toBeLessThan(5000);
  });
});
