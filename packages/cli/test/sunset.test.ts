import { expect, test } from "vitest";
import { schema, ScratchRepository } from "./scratch-repository.ts";

const fields = `  editor: { type: string, description: Which editor., enum: [old, new] }
  skin:
    type: string
    description: The skin.
    maxLength: 20
  enabled: { type: boolean, description: Whether it is on. }
`;
const streams = "version: 1\nstreams:\n  ui.toggle: { title: ui/toggle }\n";
const metric = (name: string, dimensions: string) => `name: ${name}
description: How often highlighting is switched.
question: Do people keep it?
owner: Product Analytics
ticket: https://example.org/T1${name.length}
initiator: A user presses the button.
collector: toggle.ts
source: { stream: ui.toggle, aggregation: count }
dimensions: { ${dimensions} }
path: Example.${name}
status: active # since the launch
baseline: 2020-01-01
deprecation: { temporary: true, sunset: 2090-01-31, ticket: T2${name.length} }
`;

function withMetrics(): ScratchRepository {
  const repository = ScratchRepository.withGit();
  repository.write("schemas/ui/toggle/current.yaml", schema("ui/toggle", "1.0.0", fields));
  repository.write("streams.yaml", streams);
  repository.write("metrics/toggles.yaml", metric("toggles", "editor: {}, skin: {}"));
  repository.write("metrics/others.yaml", metric("other", "editor: {}"));
  repository.write("src/toggle.ts", `// @${"temporary"} T27 until 2090-01-31\nlog();\n`);
  repository.write(
    "grafana.json",
    '{"title": "Hand", "panels": [{"title": "T",\n"targets": [{"target": "Example.toggles.byEditor.*.bySkin.*"}]}]}',
  );
  expect(repository.commit("first")).toMatchObject({ code: 0 });
  expect(repository.addendum("dashboards")).toMatchObject({ code: 0 });
  expect(repository.addendum("metrics", "--reports", "reports")).toMatchObject({ code: 0 });
  expect(repository.commit("generated")).toMatchObject({ code: 0 });
  return repository;
}

test("a metric goes step by step, and what somebody wrote is named", () => {
  const repository = withMetrics();
  const { out } = repository.addendum("sunset", "toggles");
  expect(out).toContain("1. visualization: next\n");
  expect(out).toContain("grafana.json:2: panel “T” of “Hand” (by hand)");
  expect(out).toMatch(/dashboards\/addendum-example-\w+\.json:\d+: panel “toggles, by editor” of “Example/);
  expect(out).toContain("reports/config.yaml:");
  expect(out).toContain("src/toggle.ts:1: the code that is marked as temporary until 2090-01-31 (by hand)");
  expect(out).toContain("field “skin” of ui/toggle: it is deprecated");
  expect(out).not.toContain("field “editor”");

  const first = repository.addendum("sunset", "toggles", "--apply");
  expect(first.code).toBe(1);
  expect(first.out).toContain("by hand: grafana.json:2");
  expect(repository.read("metrics/toggles.yaml")).toContain("status: ended # since the launch\n");
  expect(repository.addendum("dashboards", "--check").code).toBe(0);
  expect(repository.read("reports/config.yaml")).toContain("toggles");

  repository.write("grafana.json", "{}");
  const second = repository.addendum("sunset", "toggles", "--apply");
  expect(second).toMatchObject({ code: 0 });
  expect(repository.read("reports/config.yaml")).not.toContain("toggles");
  expect(repository.read("reports/config.yaml")).toContain("other");

  const third = repository.addendum("sunset", "toggles", "--apply");
  expect(third.code).toBe(1);
  expect(third.out).toBe("by hand: src/toggle.ts:1: the code that is marked as temporary until 2090-01-31\n");

  repository.write("src/toggle.ts", "log();\n");
  expect(repository.addendum("sunset", "toggles", "--apply")).toMatchObject({ code: 0 });
  expect(repository.read("schemas/ui/toggle/current.yaml")).toContain(
    "  skin:\n    deprecated: true\n    type: string\n",
  );
  expect(repository.addendum("sunset", "toggles").out).toContain("Only metrics/toggles.yaml is left");

  for (let step = 0; step < 3; step++) repository.addendum("sunset", "other", "--apply");
  expect(repository.addendum("sunset", "other").out).toContain("Only metrics/others.yaml is left");
  expect(repository.read("addendum.yaml")).toContain('retired:\n  - "ui/toggle"');
});

test("a report that another metric is computed from stays", () => {
  const repository = withMetrics();
  repository.write(
    "metrics/kept.yaml",
    metric("kept", "").replace(
      "{ stream: ui.toggle, aggregation: count }",
      "{ report: toggles, column: value }",
    ),
  );
  repository.write("grafana.json", "{}");
  repository.addendum("sunset", "toggles", "--apply");
  const { code, err, out } = repository.addendum("sunset", "toggles", "--apply");
  expect(code).toBe(1);
  expect(err + out).toContain("metric “kept” is computed by report “toggles”");
  expect(repository.read("reports/config.yaml")).toContain("toggles");
});

test("what ends is listed, with the code that is marked", () => {
  const repository = withMetrics();
  const all = repository.addendum("sunset", "--today", "2090-01-01");
  expect(all).toMatchObject({ code: 0 });
  expect(all.out).toContain(
    "toggles: ends on 2090-01-31, in 30 days (Product Analytics, T27)\n  src/toggle.ts:1\n",
  );
  expect(repository.addendum("sunset", "--remind", "30d", "--today", "2090-01-01").code).toBe(1);
  const early = repository.addendum("sunset", "--remind", "30d", "--today", "2089-12-31");
  expect(early).toMatchObject({ code: 0, out: "No metric or mark ends within 30d.\n" });
  expect(repository.addendum("sunset", "togles").err).toContain("Did you mean “toggles”?");
});
