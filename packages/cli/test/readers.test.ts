import { describe, expect, test } from "vitest";
import { schema, ScratchRepository } from "./scratch-repository.ts";

const fields = `  editor: { type: string, description: Which editor., enum: [old, new] }
  enabled: { type: boolean, description: Whether it is on. }
  skin: { type: string, description: The skin., maxLength: 20 }
  page: { type: object, description: The page., properties: { id: { type: integer, description: Its number., minimum: 0, maximum: 9000000 } } }
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
status: active
baseline: 2020-01-01
`;
const configuration = `defaults: { type: hive, granularity: days, starts: 2026-01-01 }
reports:
  skins:
    graphite: { path: "{_metric}.bySkin.{skin}", metrics: { Example.skins: n } }
  everything: {}
`;
const dashboard = JSON.stringify({
  title: "By hand <b>",
  schemaVersion: 36,
  rows: [
    {
      panels: [
        { id: 1, title: "Skins", targets: [{ refId: "A", target: "sumSeries(Example.skins.bySkin.*)" }] },
        {
          id: 2,
          title: "Pages",
          targets: [{ rawSql: "SELECT t.page.id FROM event.ui_toggle t WHERE $__timeFilter(dt)" }],
        },
        {
          id: 3,
          title: "Editors",
          targets: [{ target: "groupByNode(Example.toggles.byEditor.*, 3, 'sum')" }],
        },
      ],
    },
  ],
});

function withReaders(): ScratchRepository {
  const repository = ScratchRepository.withGit();
  repository.write("schemas/ui/toggle/current.yaml", schema("ui/toggle", "1.0.0", fields));
  repository.write("streams.yaml", streams);
  repository.write("metrics/toggles.yaml", metric);
  repository.write("queries/config.yaml", configuration);
  repository.write(
    "queries/skins.hql",
    "SELECT '{from_date}' AS date, skin, count(*) AS n, 'all' AS wiki FROM event.ui_toggle GROUP BY skin",
  );
  repository.write("queries/everything.hql", "SELECT * FROM ui_toggle");
  repository.write("grafana/by hand.json", dashboard);
  expect(repository.commit("first")).toMatchObject({ code: 0 });
  return repository;
}

function change(repository: ScratchRepository, from: string | RegExp, to: string): void {
  const text = schema("ui/toggle", "1.1.0", fields).replace(from, to);
  repository.write("schemas/ui/toggle/current.yaml", text);
}

describe("who reads a field is named before it changes", () => {
  test("by the commit that removes it: a report, and the panel of a dashboard that somebody made", () => {
    const repository = withReaders();
    change(repository, /  skin: .*\n/, "");
    const { code, out, err } = repository.commit("without skins");
    expect(code).toBe(1);
    const said = out + err;
    expect(said).toContain("“skin” was removed, but it is still read:");
    expect(said).toContain("Report “skins” reads “skin”.");
    expect(said).toContain("Panel “Skins” of “By hand <b>” shows report “skins”, which reads “skin”.");
    expect(said).toContain("Report “everything” may read it: it selects everything (*).");
    expect(said).not.toContain("“Pages”");
    expect(said).not.toContain("metric “toggles”");
    expect(said).toContain("reader-broken");
  });

  test("a field in an object, by the SQL of a panel", () => {
    const repository = withReaders();
    change(repository, "id: { type: integer", "number: { type: integer");
    const { out } = repository.addendum("check", "--format", "json");
    const { findings } = JSON.parse(out) as {
      findings: { rule: string; message: string; evidence?: unknown }[];
    };
    const found = findings.find(({ rule }) => rule === "reader-broken");
    expect(found?.message).toContain("Panel “Pages” of “By hand <b>” reads “page.id”.");
    expect(found?.evidence).toMatchObject({
      readers: [
        { kind: "panel", file: "grafana/by hand.json", how: "reads" },
        { kind: "report", file: "queries/everything.hql", how: "may read" },
      ],
    });
  });

  test("an option more is a remark, with what becomes of it", () => {
    const repository = withReaders();
    change(repository, "[old, new]", "[old, new, visual]");
    repository.addendum("materialize");
    const { code, out } = repository.addendum("check", "--format", "markdown");
    expect(code).toBe(0);
    expect(out).toContain(
      "Panel “toggles, by editor” of “Example” groups by “editor”; its new option “visual” will appear as a line.",
    );
    expect(out).toContain("Panel “Editors” of “By hand &lt;b> ” groups by".replace("b> ”", "b>”"));
    expect(repository.addendum("check")).toMatchObject({ code: 0 });
  });

  test("a field more concerns whoever selects everything", () => {
    const repository = withReaders();
    change(repository, "  skin:", "  more: { type: boolean, description: More. }\n  skin:");
    repository.addendum("materialize");
    const { out } = repository.addendum("check", "--fail-on", "info");
    expect(out).toContain("“more” is new. Report “everything” may read it: it selects everything (*).");
  });

  test("a deprecated field, against another branch", () => {
    const repository = withReaders();
    change(repository, "  skin: { ", "  skin: { deprecated: true, successor: editor, ");
    const { out } = repository.addendum("check", "--against", "HEAD", "--fail-on", "info");
    expect(out).toContain("“skin” is now deprecated. Report “skins” reads “skin”.");
  });

  test("by compat, for two versions in the repository", () => {
    const repository = withReaders();
    change(repository, /  skin: .*\n/, "");
    repository.write("new.yaml", repository.read("schemas/ui/toggle/current.yaml"));
    const { out } = repository.addendum("compat", "ui/toggle@1.0.0", "new.yaml");
    expect(out).toContain("Report “skins” reads “skin”.");
  });

  test("once a break is accepted, the next version is not held against those who read the field", () => {
    const repository = withReaders();
    change(repository, /  skin: .*\n/, "");
    repository.write("schemas/ui/toggle/1.1.0.yaml", repository.read("schemas/ui/toggle/current.yaml"));
    repository.git("add", "-A");
    repository.git("commit", "-q", "--no-verify", "-m", "a break");
    const more = schema("ui/toggle", "1.2.0", fields)
      .replace(/  skin: .*\n/, "")
      .replace("  enabled:", "  more: { type: boolean, description: More. }\n  enabled:");
    repository.write("schemas/ui/toggle/current.yaml", more);
    expect(repository.commit("a field more")).toMatchObject({ code: 0 });
  });
});

test("a report that was deleted while a panel still reads its output is a finding", () => {
  const repository = withReaders();
  expect(repository.addendum("check").out).not.toContain("panel-reads-nothing");
  repository.write("queries/config.yaml", configuration.replace("Example.skins:", "Example.skins.more:"));
  const { out } = repository.addendum("check");
  expect(out).toContain("Panel “Skins” of “By hand <b>” reads `Example.skins.bySkin.*`");
  expect(out).toContain("grafana/by hand.json:1:");
});

describe("a day that passes", () => {
  const temporary = (sunset: string) =>
    `${metric}deprecation: { temporary: true, sunset: ${sunset}, ticket: T2 }\n`;

  test("fails the scheduled check, and no other", () => {
    const repository = withReaders();
    repository.write("metrics/toggles.yaml", temporary("2090-01-01"));
    expect(repository.commit("until 2090")).toMatchObject({ code: 0 });
    expect(repository.addendum("check", "--scheduled").code).toBe(0);
    const day = ["--today", "2090-01-02"];
    expect(repository.addendum("check", ...day).code).toBe(0);
    const scheduled = repository.addendum("check", "--scheduled", ...day);
    expect(scheduled.code).toBe(1);
    expect(scheduled.out).toContain("The temporary metric “toggles” was due to end on 2090-01-01.");
    expect(repository.addendum("check", "--today", "2090-02-30").code).toBe(2);
  });

  test("rejects a commit only if it concerns what should have ended", () => {
    const repository = withReaders();
    repository.write("metrics/toggles.yaml", temporary("2020-02-01"));
    repository.git("add", "-A");
    repository.git("commit", "-q", "--no-verify", "-m", "over");
    repository.write("readme.txt", "unrelated");
    expect(repository.commit("unrelated")).toMatchObject({ code: 0 });
    repository.write("schemas/ui/other/current.yaml", schema("ui/other", "1.0.0", fields));
    expect(repository.commit("another schema")).toMatchObject({ code: 0 });
    change(repository, "  skin:", "  more: { type: boolean, description: More. }\n  skin:");
    const { code, out, err } = repository.commit("its schema");
    expect(code).toBe(1);
    expect(out + err).toContain("temporary-metric-overdue");
  });

  test("marked code is found by the scheduled check, and by a commit of that file", () => {
    const repository = withReaders();
    repository.write("src/toggle.ts", `// @${"temporary"} T2 until 2020-01-31\nlog();\n`);
    repository.git("add", "-A");
    repository.git("commit", "-q", "--no-verify", "-m", "over");
    const { code, out } = repository.addendum("check", "--scheduled");
    expect(code).toBe(1);
    expect(out).toContain("src/toggle.ts:1:4: error: The code is marked as temporary until 2020-01-31 (T2).");
    repository.write("src/other.ts", "log();\n");
    expect(repository.commit("another file")).toMatchObject({ code: 0 });
    repository.write("src/toggle.ts", `// @${"temporary"} T2 until 2020-01-31\nlog(1);\n`);
    const rejected = repository.commit("the file");
    expect(rejected.code).toBe(1);
    expect(rejected.out + rejected.err).toContain("temporary-mark-overdue");
  });
});
