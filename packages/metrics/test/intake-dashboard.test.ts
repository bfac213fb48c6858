import { readFileSync } from "node:fs";
import { join } from "node:path";
import { defaultSettings } from "@addendum/schema-repository";
import { parseDocument } from "@addendum/json-schema";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  post,
  type RunningIntake,
  startIntake,
  writeSchemas,
} from "../../event-intake/test/running-intake.ts";
import {
  type PrometheusServer,
  startPrometheus,
  whyNoPrometheus,
} from "../../warehouse/test/prometheus-server.ts";
import { intakeDashboard } from "../src/grafana/intake-dashboard.ts";
import { lintDashboard } from "../src/lint/lint-dashboard.ts";
import { grafanaSdk } from "./grafana-sdk.ts";

interface Panel {
  readonly id: number;
  readonly title: string;
  readonly targets?: readonly { readonly expr: string }[];
}

const text = intakeDashboard(grafanaSdk);
const { panels } = JSON.parse(text) as { panels: Panel[] };
const graphs = panels.filter(({ targets }) => targets !== undefined);

test("keeps the rules for dashboards", () => {
  expect(lintDashboard("intake-dashboard.json", text, defaultSettings)).toEqual([]);
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
});

test("shows every metric that an alert is about", () => {
  const rules = readFileSync(join(import.meta.dirname, "../../../docs/monitoring/alerts.yaml"), "utf8");
  const parsed = parseDocument(rules);
  const data = parsed.kind === "document" ? JSON.stringify(parsed.document.data) : "";
  const names = new Set(data.match(/\b(?:eventgate|addendum)_\w+/g));
  expect(names.size).toBeGreaterThan(4);
  const shown = graphs.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)).join("\n");
  for (const name of names) expect(shown).toContain(name);
  const alerts = data.match(/"alert":"\w+"/g)?.map((alert) => alert.slice(9, -1)) ?? [];
  for (const alert of alerts) expect(text, alert).toContain(alert);
});

const reason = whyNoPrometheus();
if (reason !== undefined) console.log(`Prometheus is not asked: ${reason}`);

describe.skipIf(reason !== undefined)("on a Prometheus that scrapes an intake", () => {
  let intake: RunningIntake;
  let prometheus: PrometheusServer;

  beforeAll(async () => {
    const click = {
      title: "click",
      type: "object",
      required: ["$schema", "meta", "wiki"],
      properties: {
        $schema: { type: "string" },
        meta: { type: "object", properties: { stream: { type: "string" }, domain: { type: "string" } } },
        wiki: { type: "string", maxLength: 20 },
      },
    };
    intake = await startIntake({
      schemas: writeSchemas({ "click/1.0.0.json": click }),
      streamsText: "version: 1\nstreams:\n  clicks: { title: click, canary: true }\n",
    });
    prometheus = await startPrometheus({ targets: [new URL(intake.url).host] });
    const event = { $schema: "/click/1.0.0", meta: { stream: "clicks" }, wiki: "enwiki" };
    // A rate needs several scrapes, which come when they come.
    const isScraped = async () => {
      const now = Math.floor(Date.now() / 1000);
      const scrapes = await prometheus.range(
        "count_over_time(eventgate_events_produced_total[10s])",
        now,
        now,
        1,
      );
      return Object.values(scrapes).some((points) => Object.values(points).some((count) => count >= 4));
    };
    while (!(await isScraped())) {
      await post(intake, { ...event, surprise: 1 });
      await post(intake, { ...event, wiki: 1 });
      await post(intake, "this is not JSON");
      await new Promise((later) => setTimeout(later, 1000));
    }
  });
  afterAll(async () => {
    await prometheus?.stop();
    await intake?.close();
  });

  test.each(graphs)("$title has a point", async ({ targets = [] }) => {
    const now = Math.floor(Date.now() / 1000);
    for (const { expr } of targets) {
      const query = expr.replaceAll("$__rate_interval", "10s").replaceAll(/\$(?:service|stream)\b/g, ".*");
      expect(query).not.toContain("$");
      const series = Object.values(await prometheus.range(query, now - 10, now, 1));
      const values = series.flatMap((points) => Object.values(points));
      expect(values.some(Number.isFinite), query).toBe(true);
    }
  });
});
