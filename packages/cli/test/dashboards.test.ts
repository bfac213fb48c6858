import { cpSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { schema, ScratchRepository } from "./scratch-repository.ts";

const fields = `  editor: { type: string, description: Which editor., enum: [old, new] }
`;
const metric = `name: toggles
description: How often highlighting is switched.
question: Do people keep it?
owner: Product Analytics
ticket: T1
initiator: A user presses the button.
collector: toggle.ts
source: { stream: ui.toggle, aggregation: count }
dimensions: { editor: { variable: true } }
path: Example.toggles
status: active
baseline: 2026-01-01
`;

function withMetric(): ScratchRepository {
  const repository = ScratchRepository.withGit();
  repository.write("schemas/ui/toggle/current.yaml", schema("ui/toggle", "1.0.0", fields));
  repository.write("streams.yaml", "version: 1\nstreams:\n  ui.toggle: { title: ui/toggle }\n");
  repository.write("metrics/toggles.yaml", metric);
  expect(repository.commit("first")).toMatchObject({ code: 0 });
  return repository;
}

const fileOf = (out: string) => out.split("\n").find((line) => line.endsWith(".json")) ?? "";

test.each([
  ["graphite", "sumSeries(Example.toggles.byEditor.${editor})"],
  ["prometheus", "last_over_time(example_toggles_daily{editor=~"],
  ["duckdb", 'FROM \\"ui_toggle\\"'],
  ["trino", 'FROM \\"ui_toggle\\"'],
  ["mariadb", "FROM `ui_toggle`"],
])("dashboards ask %s", (source, query) => {
  const repository = withMetric();
  const { code, out } = repository.addendum("dashboards", "--source", source);
  expect(code).toBe(0);
  expect(repository.read(fileOf(out))).toContain(query);
  expect(repository.addendum("dashboards", "--source", source, "--check")).toMatchObject({ code: 0 });
  expect(repository.addendum("dashboards", "lint", "dashboards")).toMatchObject({
    code: 0,
    out: "1 dashboard checked.\n",
  });
});

test("a dashboard of somebody else with the same uid is an error", () => {
  const repository = withMetric();
  const file = fileOf(repository.addendum("dashboards").out);
  const uid = file.replace("dashboards/", "").replace(".json", "");
  repository.write("dashboards/own.json", JSON.stringify({ uid, panels: [] }));
  const { code, err } = repository.addendum("dashboards", "--check");
  expect(code).toBe(2);
  expect(err).toContain(`dashboards/own.json has the uid ${uid}, which a generated dashboard also has`);
});

test("without the package that builds dashboards, it is said how to get it", () => {
  const repository = withMetric();
  const elsewhere = mkdtempSync(join(tmpdir(), "addendum-command-"));
  for (const part of ["bin", "dist"])
    cpSync(join(import.meta.dirname, "..", part), join(elsewhere, part), { recursive: true });
  const command = join(elsewhere, "bin/addendum.cjs");
  const { code, err } = repository.run(process.execPath, [command, "dashboards"]);
  expect(code).toBe(2);
  expect(err).toContain("npm install @grafana/grafana-foundation-sdk@0.0.21");
  // Nothing else needs it.
  repository.write("a.json", "{}");
  const { out } = repository.run(process.execPath, [command, "dashboards", "lint", "a.json"]);
  expect(out).toContain("This is not a Grafana dashboard: it has no panels.");
});

describe("lint", () => {
  const stacked = `{
  "title": "Search", "tags": ["search"], "schemaVersion": 39,
  "panels": [
    { "type": "text", "options": { "content": "Responsible: A team. T12345" } },
    { "type": "timeseries", "title": "Clicks", "targets": [{ "target": "Search.clicks" }],
      "fieldConfig": { "defaults": { "custom": { "stacking": { "mode": "normal" } } } } }
  ]
}
`;

  test("says what is wrong with a dashboard, and where", () => {
    const repository = withMetric();
    repository.write("grafana/search.json", stacked);
    const { code, out } = repository.addendum("dashboards", "lint", "grafana/search.json");
    expect(code).toBe(1);
    expect(out).toContain("grafana/search.json:6:72: error: The panel “Clicks” stacks its lines.");
    expect(out).toContain("[no-dashboard-stacking]");
    const json = repository.addendum("dashboards", "lint", "grafana", "--format", "json");
    expect(JSON.parse(json.out)).toMatchObject({
      ok: false,
      findings: [{ location: { line: 6, column: 72 } }],
    });
    repository.write("addendum.yaml", "version: 1\nrules: { no-dashboard-stacking: off }\n");
    expect(repository.addendum("dashboards", "lint", "grafana")).toMatchObject({ code: 0 });
  });

  test("works outside of repositories", () => {
    const directory = mkdtempSync(join(tmpdir(), "addendum-dashboards-"));
    writeFileSync(join(directory, "a.json"), "{ oops");
    const repository = withMetric();
    const { code, out } = repository.run(
      process.execPath,
      [join(import.meta.dirname, "../bin/addendum.cjs"), "dashboards", "lint", "a.json"],
      { cwd: directory },
    );
    expect(code).toBe(1);
    expect(out).toMatch(/^a\.json:1:\d+: error: This is not valid JSON/);
  });

  test.each([
    [["lint"], "needs FILES"],
    [["lint", "nothing.json"], "does not exist"],
    [["lint", "metrics"], "has no .json files"],
    [["show"], "takes no paths"],
  ])("%j is no request", (args, message) => {
    const { code, err } = withMetric().addendum("dashboards", ...args);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});
