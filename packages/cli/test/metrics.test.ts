import { expect, test } from "vitest";
import { schema, ScratchRepository } from "./scratch-repository.ts";

const fields = `  editor: { type: string, description: Which editor., enum: [old, new] }
  enabled: { type: boolean, description: Whether it is on. }
  session_id: { type: string, description: A session., maxLength: 20, privacy: { kind: session-token } }
`;
const streams = "version: 1\nstreams:\n  ui.toggle: { title: ui/toggle }\n";
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
`;

function withMetric(text = metric): ScratchRepository {
  const repository = ScratchRepository.withGit();
  repository.write("schemas/ui/toggle/current.yaml", schema("ui/toggle", "1.0.0", fields));
  repository.write("streams.yaml", streams);
  repository.write("metrics/toggles.yaml", text);
  return repository;
}

test("a metric is committed with the schema that it counts", () => {
  const repository = withMetric();
  expect(repository.commit("first")).toMatchObject({ code: 0 });
  const { code, out } = repository.addendum("metrics");
  expect(out).toContain("toggles  Example.toggles  planned  Product Analytics\n1 metric.\n");
  expect(code).toBe(0);
  expect(repository.addendum("check")).toMatchObject({ code: 0 });
});

test("a commit with a wrong metric is rejected, with the place and what was meant", () => {
  const repository = withMetric(metric.replace("editor: {", "edtior: {"));
  const { code, out, err } = repository.commit("first");
  expect(code).toBe(1);
  expect(out + err).toContain("metrics/toggles.yaml:9:15");
  expect(out + err).toContain("No version of ui/toggle declares “edtior”.");
  expect(out + err).toContain("Did you mean “editor”?");
  const check = repository.addendum("check", "--format", "json");
  expect(check.code).toBe(1);
  expect(check.out).toContain('"metric-undeclared-field"');
});

test("an old mistake stops no commit, and a new one in another file does", () => {
  const repository = withMetric(metric.replace("ticket: T1\n", ""));
  repository.git("add", "-A");
  repository.git("commit", "-q", "--no-verify", "-m", "without a ticket");
  repository.addendum("materialize");
  repository.write("metrics/more.yaml", metric.replaceAll("toggles", "more"));
  expect(repository.commit("more")).toMatchObject({ code: 0 });
  repository.write(
    "metrics/other.yaml",
    metric.replace("Example.toggles", "Example.more").replace("toggles", "other"),
  );
  const { code, out, err } = repository.commit("a clash");
  expect(code).toBe(1);
  expect(out + err).toContain("also has the path");
  expect(out + err).not.toContain("has no ticket");
});

test("a schema that loses an option is held against the metrics that list it", () => {
  const repository = withMetric(metric.replace("{ variable: true }", "{ values: [old, new] }"));
  expect(repository.commit("first").code).toBe(0);
  repository.write(
    "schemas/ui/toggle/current.yaml",
    schema("ui/toggle", "2.0.0", fields.replace("[old, new]", "[new, newest]")),
  );
  const { code, out, err } = repository.commit("2.0.0");
  expect(code).toBe(1);
  expect(out + err).toContain("“old” is not an option of “editor”".replaceAll("“old”", '"old"'));
});

test("an option that is added stops nothing, and is remarked by check", () => {
  const repository = withMetric(metric.replace("{ variable: true }", "{ values: [old, new] }"));
  expect(repository.commit("first").code).toBe(0);
  repository.write(
    "schemas/ui/toggle/current.yaml",
    schema("ui/toggle", "1.1.0", fields.replace("[old, new]", "[old, new, newest]")),
  );
  expect(repository.commit("1.1.0")).toMatchObject({ code: 0 });
  const { code, out } = repository.addendum("check", "--fail-on", "info");
  expect(out).toContain('does not list "newest"');
  expect(code).toBe(1);
});

test("check --against says only what a change brings", () => {
  const repository = withMetric(metric.replace("ticket: T1\n", ""));
  repository.git("add", "-A");
  repository.git("commit", "-q", "--no-verify", "-m", "without a ticket");
  repository.addendum("materialize");
  expect(repository.addendum("check", "--against", "HEAD")).toMatchObject({ code: 0 });
  repository.write("metrics/more.yaml", metric.replaceAll("toggles", "more").replace("owner:", "onwer:"));
  const { code, out } = repository.addendum("check", "--against", "HEAD");
  expect(code).toBe(1);
  expect(out).toContain("did you mean “owner”?");
  expect(out).not.toContain("ticket");
});

test("a new metric counts the events of a title, and lacks what only people know", () => {
  const repository = withMetric();
  expect(repository.commit("first").code).toBe(0);
  const begun = repository.addendum("metrics", "new", "ui/switches", "--from", "ui/toggle");
  expect(begun).toMatchObject({ code: 0, out: "metrics/ui/switches.yaml\n" });
  const text = repository.read("metrics/ui/switches.yaml");
  expect(text).toContain('stream: "ui.toggle"');
  expect(text).toContain("  editor: { variable: true }\n  enabled: { variable: true }\n");
  expect(text).not.toContain("session_id");
  const { findings } = JSON.parse(repository.addendum("check", "--format", "json").out) as {
    findings: { rule: string; severity: string }[];
  };
  const ofMetrics = findings.filter(({ rule, severity }) => rule.includes("metric") && severity !== "info");
  expect(ofMetrics.map(({ rule }) => rule)).toEqual(["metric-missing-ticket"]);
  expect(repository.addendum("metrics", "new", "ui/switches", "--from", "ui/toggle").err).toContain(
    "metrics/ui/switches.yaml already exists.",
  );
  expect(repository.addendum("metrics", "new", "../x", "--from", "ui/toggle")).toMatchObject({ code: 2 });
  expect(repository.addendum("metrics", "new", "x", "--from", "ui/nothing")).toMatchObject({ code: 2 });
});

test("a repository without metrics is not bothered, and other YAML in their directory is left alone", () => {
  const repository = ScratchRepository.withGit();
  repository.write("schemas/ui/toggle/current.yaml", schema("ui/toggle", "1.0.0", fields));
  repository.write("metrics/alerts.yaml", "groups:\n  - name: alerts\n");
  expect(repository.commit("first")).toMatchObject({ code: 0 });
  expect(repository.addendum("check")).toMatchObject({ code: 0 });
  expect(repository.addendum("metrics").out).toBe("0 metrics.\n");
});

const event = (day: string, more: object) =>
  `${JSON.stringify({
    $schema: "/ui/toggle/1.0.0",
    meta: { stream: "ui.toggle", dt: `${day}T10:00:00Z`, domain: "en.example.org" },
    ...more,
  })}\n`;

test("from a metric to points: its query runs in the lake, compensates for sampling, and is kept in step", () => {
  const repository = withMetric(`${metric}status: active\nbaseline: 2026-01-01\n`);
  repository.write(
    "schemas/ui/toggle/current.yaml",
    schema(
      "ui/toggle",
      "1.0.0",
      `${fields}  $schema: { type: string, description: Its schema. }
  meta:
    type: object
    description: Where it was received.
    properties:
      stream: { type: string, description: Its stream. }
      dt: { type: string, description: When. }
      domain: { type: string, description: The wiki. }
`,
    ),
  );
  expect(repository.commit("first")).toMatchObject({ code: 0 });
  repository.write(
    "streams.yaml",
    streams.replace("ui/toggle }", "ui/toggle, sample: { unit: session, rate: 0.1 } }"),
  );
  const written = repository.addendum("metrics", "--reports", "reports");
  expect(written).toMatchObject({ code: 0, out: "reports/config.yaml\nreports/toggles.sql\n" });
  // The sample is of today, so it does not count for the days before.
  expect(repository.read("reports/toggles.sql")).toMatch(
    /CASE WHEN '\{from_date\}' < '\d{4}-\d\d-\d\d' THEN 1 ELSE 10 END/,
  );
  expect(repository.addendum("metrics", "--reports", "reports", "--check")).toMatchObject({ code: 0 });
  const day = new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10);
  repository.write(
    "events/events.ndjson",
    event(day, { editor: "old" }) +
      event(day, { editor: "old" }) +
      event(day, {}) +
      event(day, { editor: "new" }),
  );
  expect(repository.addendum("load")).toMatchObject({ code: 0 });
  const next = new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10);
  const run = repository.addendum("report", "--start", day, "--end", next, "--openmetrics", "points.om");
  expect(run).toMatchObject({ code: 0 });
  expect(repository.read("reports/output/toggles.tsv").split("\r\n").sort()).toEqual(
    ["", "date\teditor\tvalue", `${day}\tnew\t1`, `${day}\told\t2`, `${day}\tunknown\t1`].sort(),
  );
  expect(repository.read("points.om")).toContain('example_toggles_daily{editor="old"} 2 ');
  expect(repository.addendum("report", "--dry-run", "--start", day, "--end", next, "--rerun").out).toContain(
    "Example.toggles.byEditor.{editor}",
  );
  // What is no longer called for goes, and what people wrote stays.
  repository.write("reports/own.sql", "SELECT 1\n");
  repository.write("metrics/toggles.yaml", `${metric}status: ended\n`);
  const stale = repository.addendum("metrics", "--reports", "reports", "--check");
  expect(stale.code).toBe(1);
  expect(repository.addendum("metrics", "--reports", "reports").out).toContain("removed reports/toggles.sql");
  expect(repository.read("reports/own.sql")).toBe("SELECT 1\n");
  repository.write("mine/config.yaml", "reports: {}\n");
  expect(repository.addendum("metrics", "--reports", "mine")).toMatchObject({ code: 2 });
});

test("constants name what code reports", () => {
  const repository = withMetric(
    metric
      .replace("{ stream: ui.toggle, aggregation: count }", "{ measure: counter }")
      .replace("{ variable: true }", "{ values: [old, new] }"),
  );
  expect(repository.commit("first")).toMatchObject({ code: 0 });
  expect(repository.addendum("metrics", "--constants", "src/metrics.ts")).toMatchObject({
    code: 0,
    out: "src/metrics.ts\n",
  });
  expect(repository.read("src/metrics.ts")).toContain(
    '"toggles": (values: { readonly editor: "old" | "new" }): string =>',
  );
  expect(repository.addendum("metrics", "--constants", "src/metrics.ts", "--check")).toMatchObject({
    code: 0,
  });
});

test("dashboards follow from the catalogue, and are kept in step", () => {
  const repository = withMetric(`${metric}status: active\nbaseline: 2026-01-01\n`);
  expect(repository.commit("first")).toMatchObject({ code: 0 });
  repository.write("dashboards/own.json", "{}\n");
  const { code, out } = repository.addendum("dashboards");
  expect(code).toBe(0);
  const file = out.split("\n").find((line) => line.endsWith(".json")) ?? "";
  expect(file).toMatch(/^dashboards\/addendum-example-[0-9a-f]{8}\.json$/);
  expect(repository.read(file)).toContain("alias(sumSeries(Example.toggles.byEditor.${editor}), 'toggles')");
  expect(repository.read("dashboards/provisioning.yaml")).toContain("folder: Metrics");
  expect(repository.addendum("dashboards", "--check")).toMatchObject({ code: 0 });
  repository.write("metrics/toggles.yaml", `${metric}status: ended\n`);
  expect(repository.addendum("dashboards", "--check")).toMatchObject({ code: 1 });
  expect(repository.addendum("dashboards").out).toContain(`removed ${file}\n`);
  expect(repository.read("dashboards/own.json")).toBe("{}\n");
  repository.write("metrics/toggles.yaml", metric.replace("ticket: T1\n", ""));
  const broken = repository.addendum("dashboards");
  expect(broken.code).toBe(1);
  expect(broken.out).toContain("Nothing was written.");
});

test("the rate of a day is what streams.yaml said on it", () => {
  const repository = withMetric(`${metric}status: active\nbaseline: 2025-01-01\n`);
  const commitOn = (day: string, sample: string) => {
    repository.write("streams.yaml", streams.replace("ui/toggle }", `ui/toggle${sample} }`));
    repository.git("add", "-A");
    const env = { GIT_COMMITTER_DATE: `${day}T12:00:00Z`, GIT_AUTHOR_DATE: `${day}T12:00:00Z` };
    expect(repository.run("git", ["commit", "-q", "-m", day], { env })).toMatchObject({ code: 0 });
  };
  commitOn("2025-02-01", "");
  commitOn("2025-03-01", ", sample: { unit: session, rate: 0.1 }");
  commitOn("2025-04-01", ", sample: { unit: session, rate: 0.1 }, retention: 90 days");
  commitOn("2025-05-01", ", sample: { unit: session, rate: 0.8 }, retention: 90 days");
  const query = (engine: string, file: string) => {
    expect(repository.addendum("metrics", "--reports", engine, "--engine", engine)).toMatchObject({
      code: 0,
    });
    return repository.read(`${engine}/toggles.${file}`);
  };
  expect(query("duckdb", "sql")).toContain(
    "count(*) * (CASE WHEN '{from_date}' < '2025-03-01' THEN 1 WHEN '{from_date}' < '2025-05-01' THEN 10 ELSE 1.25E0 END) AS value",
  );
  expect(query("mariadb", "sql")).toContain("WHEN '{from_timestamp}' < '20250501' THEN 10");
  expect(query("hive", "hql")).toContain("'all' AS wiki");
});

test("a commit of streams.yaml is held against the metrics, where there are any", () => {
  const repository = withMetric();
  expect(repository.commit("first")).toMatchObject({ code: 0 });
  repository.write("streams.yaml", streams.replace("ui.toggle", "ui.toggles"));
  const { code, out, err } = repository.commit("renamed");
  expect(code).toBe(1);
  expect(out + err).toContain("There is no stream “ui.toggle”.");
  repository.git("rm", "-q", "-r", "metrics");
  expect(repository.commit("renamed, without metrics")).toMatchObject({ code: 0 });
  repository.write("streams.yaml", "version: 2\n");
  expect(repository.commit("not for the hook")).toMatchObject({ code: 0 });
});
