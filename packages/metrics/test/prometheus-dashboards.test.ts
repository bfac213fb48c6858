import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type PrometheusServer,
  startPrometheus,
  whyNoPrometheus,
} from "../../warehouse/test/prometheus-server.ts";
import { modelDashboards } from "../src/dashboard/model.ts";
import { prometheusSource } from "../src/grafana/prometheus-source.ts";
import { prometheusName, prometheusSeries } from "../src/names/metric-names.ts";
import { metricsOf, results, shown, texts } from "./dashboard-data.ts";

const reason = whyNoPrometheus();
if (reason !== undefined) console.log(`Prometheus is not asked: ${reason}`);

const day = 1_793_577_600; // 2026-11-02

const base =
  "owner: Us\nticket: https://example.org/T1\nquestion: Why?\nstatus: active\nbaseline: 2026-01-01\n";
const measured = (["counter", "gauge", "timing"] as const).map(
  (kind) =>
    `name: ${kind}s\npath: Example.Own.${kind}s\nsource: { measure: ${kind} }\n${base}dimensions: { platform: { values: ["a.b|c", "\${x}", 'd"e\\'] }, skin: { variable: true } }\n`,
);

const targetsOf = (files: readonly string[]) =>
  modelDashboards(metricsOf(files)).dashboards.flatMap(({ panels }) =>
    panels.flatMap((panel) =>
      panel.kind === "graph" ? [{ panel, targets: prometheusSource.targets(panel) }] : [],
    ),
  );

/** What Grafana puts in place of variables where all values are chosen. */
const filled = (text: unknown) => String(text).replaceAll(/\$\{\w+\}/g, ".*");

test("names of the dashboard's variables are all that Grafana replaces", () => {
  for (const { targets } of targetsOf(measured)) {
    for (const { expr } of targets)
      expect(String(expr).replaceAll("${skin}", "")).not.toMatch(/\$[\w{]|\[\[/);
  }
});

describe.skipIf(reason !== undefined)("every panel's query on Prometheus", () => {
  let prometheus: PrometheusServer;

  beforeAll(async () => {
    const lines = metricsOf(Object.values(texts)).flatMap(({ metric }) =>
      ["value", "total", "sessions", "events"].flatMap((column) => {
        const own = column === "value" ? metric : { ...metric, path: `${metric.path}_${column}` };
        const samples = results[metric.name as keyof typeof results].flatMap((row) => {
          if (row[column] === undefined) return [];
          const series = prometheusSeries(own, new Map(Object.entries(row)));
          // The day before and the day after have other numbers.
          return [
            `${series} 1000 ${day - 86_400}`,
            `${series} ${row[column]} ${day}`,
            `${series} 1000 ${day + 86_400}`,
          ];
        });
        return samples.length === 0 ? [] : [`# TYPE ${prometheusName(own)} gauge`, ...samples];
      }),
    );
    for (const { metric } of metricsOf(measured)) {
      const name = prometheusName(metric);
      const kind = metric.name.slice(0, -1);
      const ends = kind === "timing" ? ["_sum", "_count"] : [""];
      const type = { counter: "counter", gauge: "gauge", timing: "summary" }[kind] ?? "";
      lines.push(`# TYPE ${kind === "counter" ? name.replace(/_total$/, "") : name} ${type}`);
      for (const end of ends) {
        for (const platform of ["a.b|c", "${x}", 'd"e\\']) {
          for (let hour = 0; hour <= 24; hour++) {
            const series = prometheusSeries(
              { ...metric, path: metric.path },
              new Map([
                ["platform", platform],
                ["skin", "vector"],
              ]),
            ).replace(name, `${name}${end}`);
            lines.push(`${series} ${(end === "_count" ? 2 : 6) * hour} ${day - (24 - hour) * 3600}`);
          }
        }
      }
    }
    prometheus = await startPrometheus({ openMetrics: `${lines.join("\n")}\n# EOF\n` });
  });
  afterAll(() => prometheus?.stop());

  const ask = async (expr: unknown) => {
    const found = await prometheus.range(filled(expr), day, day, 86_400);
    return Object.entries(found).map(([labels, points]) => ({
      labels: JSON.parse(labels) as Record<string, string>,
      value: points[String(day)],
    }));
  };

  test("gives the numbers of the day, put together as they have to be", async () => {
    const numbers: Record<string, Record<string, number | undefined>> = {};
    for (const { panel, targets } of targetsOf(Object.values(texts))) {
      const lines: Record<string, number | undefined> = {};
      for (const { expr, legendFormat } of targets) {
        for (const { labels, value } of await ask(expr)) {
          const legend = String(legendFormat).replace(
            /\{\{(\w+)\}\}/,
            (_, label: string) => labels[label] ?? "",
          );
          lines[legend] = value;
        }
      }
      numbers[panel.title] = lines;
    }
    expect(numbers).toEqual(shown);
  });

  test("what code reports by itself has points, too", async () => {
    const found: Record<string, unknown> = {};
    for (const { panel, targets } of targetsOf(measured)) {
      for (const { expr } of targets) {
        const values = (await ask(expr)).map(({ value }) => Math.round(value ?? Number.NaN));
        found[panel.title] = values;
      }
    }
    // 24 hours, 3 platforms; a measurement takes 3 seconds.
    expect(found).toEqual({
      counters: [432],
      "counters, by platform": [144, 144, 144],
      "counters, by skin": [432],
      gauges: [432],
      "gauges, by platform": [144, 144, 144],
      "gauges, by skin": [432],
      timings: [3],
      "timings: totals": [144],
      "timings, by platform": [3, 3, 3],
      "timings, by skin": [3],
    });
  });

  test("variables ask for the values of a label", async () => {
    const [dashboard] = modelDashboards(metricsOf(measured)).dashboards;
    const query = String(prometheusSource.valuesQuery(dashboard!.variables[0]!));
    const [, series = "", label = ""] = /^label_values\((\w+), (\w+)\)$/.exec(query) ?? [];
    expect(await prometheus.labelValues(series, label)).toEqual(["vector"]);
  });
});
