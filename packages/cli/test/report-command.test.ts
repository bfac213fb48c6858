import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { evaluate } from "@addendum/json-schema";
import { describe, expect, it, onTestFinished } from "vitest";
import { whyNoMariaDb } from "../../warehouse/test/mariadb-server.ts";
import { skipBecause } from "../../warehouse/test/server.ts";
import { reportSchema } from "../src/report/json.ts";
import { command, ScratchRepository } from "./scratch-repository.ts";

const config = `reports:
  opens: { type: script, granularity: days, starts: 2026-03-01 }
  closes: { type: script, granularity: days, starts: 2026-03-01, execute: opens, explode_by: { wiki: "dewiki, enwiki" } }
`;
const script = '#!/bin/sh\nprintf "date\\topens\\n%s\\t7\\n" "$1"\n';

function queries(configuration = config): ScratchRepository {
  const directory = new ScratchRepository();
  directory.write("queries/config.yaml", configuration);
  directory.write("queries/opens", script);
  chmodSync(directory.path("queries/opens"), 0o755);
  return directory;
}

const now = ["--now", "2026-03-03 05:00:00Z"];

describe("addendum report", () => {
  it("runs what is due, and nothing the second time", () => {
    const directory = queries();
    const first = directory.addendum("report", "queries", "--out", "out", ...now);
    expect(first).toMatchObject({ code: 0, err: "" });
    expect(first.out).toBe(
      "opens: 2 dates from 2026-03-01 to 2026-03-02 written to out/opens.tsv.\ncloses (dewiki): 2 dates from 2026-03-01 to 2026-03-02 written to out/closes/dewiki.tsv.\ncloses (enwiki): 2 dates from 2026-03-01 to 2026-03-02 written to out/closes/enwiki.tsv.\n2 reports; 6 intervals computed.\n",
    );
    expect(directory.read("out/closes/enwiki.tsv")).toBe("date\topens\r\n2026-03-01\t7\r\n2026-03-02\t7\r\n");
    const second = directory.addendum("report", "queries", "--out", "out", ...now);
    expect(second).toMatchObject({ code: 0, out: "2 reports; nothing is due.\n" });
  });

  it("says what became of each interval, for a program", () => {
    const directory = queries(`${config}  broken: { type: script, granularity: days, starts: 2026-03-02 }\n`);
    directory.write("queries/broken", "#!/bin/sh\nexit 7\n");
    chmodSync(directory.path("queries/broken"), 0o755);
    const { code, out } = directory.addendum(
      "report",
      "queries",
      "--out",
      "out",
      "--only",
      "opens,broken",
      "--format",
      "json",
      ...now,
    );
    expect(code).toBe(1);
    const document = JSON.parse(out) as { runs: Record<string, unknown>[] };
    expect(evaluate(reportSchema, document as never)).toBeUndefined();
    expect(
      document.runs.map(({ report, start, end, status, rows, reason }) => ({
        report,
        start,
        end,
        status,
        rows,
        reason,
      })),
    ).toEqual([
      { report: "opens", start: "2026-03-01", end: "2026-03-02", status: "done", rows: 1 },
      { report: "opens", start: "2026-03-02", end: "2026-03-03", status: "done", rows: 1 },
      { report: "broken", start: "2026-03-02", end: "2026-03-03", status: "failed", reason: "exit status 7" },
    ]);
  });

  it("computes one interval for an orchestrator, and again only when it is told to", () => {
    const directory = queries();
    const day = [
      "--start",
      "2026-03-02",
      "--end",
      "2026-03-03",
      "--only",
      "opens",
      "--out",
      "out",
      "--format",
      "json",
    ];
    const runs = (...more: string[]) =>
      (
        JSON.parse(directory.addendum("report", "queries", ...day, ...now, ...more).out) as {
          runs: unknown[];
        }
      ).runs.length;
    expect(runs()).toBe(1);
    expect(directory.read("out/opens.tsv")).toBe("date\topens\r\n2026-03-02\t7\r\n");
    expect(runs()).toBe(0);
    expect(runs("--rerun")).toBe(1);
  });

  it("shows what is due, and where points would go, and writes nothing", () => {
    const directory = queries(
      config.replace(
        "starts: 2026-03-01 }",
        'starts: 2026-03-01, graphite: { path: "{_metric}.byWiki.{wiki}.{action}", metrics: { Example.opens: opens } } }',
      ),
    );
    const { code, out } = directory.addendum("report", "queries", "--out", "out", "--dry-run", ...now);
    expect(code).toBe(0);
    expect(out).toContain("opens: 2 dates from 2026-03-01 to 2026-03-02 due.\n");
    expect(out).toContain("opens sends Example.opens.byWiki.{wiki}.{action}\n");
    expect(out).toContain("2 reports; 6 intervals due.\n");
    expect(() => readFileSync(join(directory.root, "out/opens.tsv"))).toThrow();
  });

  it("names the place of what is wrong in a configuration, and the key that was meant", () => {
    const directory = queries(
      "reports:\n  opens: { type: scrpt, granularity: days, starts: 2026-03-01, lagg: 5 }\n  closes: { type: script, granularity: days, starts: 2026-02-30 }\n",
    );
    const { code, out } = directory.addendum("report", "queries", ...now);
    expect(code).toBe(1);
    expect(out).toContain('queries/config.yaml:2:18: error: “type” cannot be "scrpt".');
    expect(out).toContain("Did you mean “script”?");
    expect(out).toContain("queries/config.yaml:2:64: warning: There is no key “lagg” here.");
    expect(out).toContain("Did you mean “lag”?");
    expect(out).toContain('queries/config.yaml:3:54: error: “starts” cannot be "2026-02-30".');
  });

  it.each([
    ["no file", undefined, "config.yaml does not exist"],
    ["not YAML", "reports: [", "queries/config.yaml:1:12: not valid YAML"],
    ["a list", "- a\n", "the configuration is not a mapping"],
    ["no reports", "graphite: {}\n", "“reports” is missing"],
    ["anchors that multiply", bomb(), "the number of values (aliases written out) exceeds"],
    ["a circle", "reports: &a\n  b: *a\n", "contains itself"],
    ["a huge one", `reports: {}\n#${"x".repeat(5 << 20)}\n`, "the document’s length exceeds"],
  ])("%s ends with 2, in a line", (_, text, message) => {
    const directory = queries();
    if (text === undefined) directory.run("rm", ["queries/config.yaml"]);
    else directory.write("queries/config.yaml", text);
    const { code, out, err } = directory.addendum("report", "queries", ...now);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(message);
    expect(err.trim().split("\n")).toHaveLength(1);
  });

  it.each([
    [["--only", "nothing"], "there is no report “nothing”. There are: opens, closes."],
    [["--now", "soon"], "--now must be a date or a time in UTC"],
    [["--rerun"], "--rerun needs --start or --end."],
    [["--start", "2026-03-02", "--end", "2026-03-02"], "--end must be after --start."],
    [["--timeout", "0"], "--timeout must be a number of seconds."],
  ])("%j ends with 2", (more, message) => {
    const { code, err } = queries().addendum("report", "queries", ...more);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});

interface SmokeDocument {
  readonly ok: boolean;
  readonly smoke: readonly Readonly<Record<string, unknown>>[];
}

describe("addendum report smoke", () => {
  it("runs each of our own reports on made-up events of our own schemas", () => {
    const directory = new ScratchRepository();
    const root = join(import.meta.dirname, "../../..");
    const { code, out, err } = directory.run(
      process.execPath,
      [command, "report", "smoke", "--format", "json"],
      { cwd: root },
    );
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const document = JSON.parse(out) as SmokeDocument;
    expect(evaluate(reportSchema, document as never)).toBeUndefined();
    expect(document.smoke.length).toBeGreaterThan(8);
    for (const { report, status, rowCount, reads } of document.smoke) {
      expect({ report, status }).toEqual({ report, status: "done" });
      expect(rowCount, String(report)).toBeGreaterThan(0);
      if (report !== "test_events") expect(reads, String(report)).not.toEqual([]);
    }
  });

  it("shows rows and the fields that are read, of Hive’s text too, and names a field that no version declares", () => {
    const directory = new ScratchRepository();
    directory.write("addendum.yaml", "version: 1\nschemas: schemas\n");
    directory.write(
      "schemas/ui/toggle/current.yaml",
      `title: ui/toggle
$id: /ui/toggle/1.0.0
$schema: https://json-schema.org/draft-07/schema#
type: object
properties:
  $schema: { type: string }
  meta: { type: object, properties: { stream: { type: string }, id: { type: string }, dt: { type: string } } }
  wiki: { type: string, enum: [dewiki] }
  enabled: { type: boolean }
examples:
  - { $schema: /ui/toggle/1.0.0, meta: { stream: ui.toggle }, wiki: dewiki, enabled: true }
`,
    );
    expect(directory.addendum("materialize", "--no-git").code).toBe(0);
    directory.write(
      "reports/config.yaml",
      "defaults: { granularity: days, starts: 2026-01-01 }\nreports:\n  hive: { type: hive }\n  lake: { type: duckdb }\n",
    );
    directory.write(
      "reports/hive.hql",
      "SELECT '{from_date}' AS `date`, wiki, SUM(IF(enabled, 1, 0)) AS n FROM event.ui_toggle WHERE year = {year} AND month = {month} AND day = {day} GROUP BY wiki",
    );
    directory.write("reports/lake.sql", "SELECT '{from_date}' AS date, wki FROM ui_toggle");
    const hive = directory.addendum("report", "smoke", "hive");
    expect(hive).toMatchObject({ code: 0, err: "" });
    expect(hive.out).toMatch(/date {2}wiki {2}n\n {2}\S+ {2}dewiki {2}[1-9]/);
    expect(hive.out).toContain("  reads ui_toggle.enabled, ui_toggle.wiki\n");
    const lake = directory.addendum("report", "smoke", "lake");
    expect(lake.code).toBe(1);
    expect(lake.out).toContain("reports/lake.sql:1:31: error: The query reads “wki” of ui_toggle");
    expect(directory.addendum("report", "smoke", "nothing").err).toContain("there is no report “nothing”");
  });
});

describe.skipIf(skipBecause("MariaDB", whyNoMariaDb()))("addendum report smoke on MariaDB", () => {
  const scratchOf = () => {
    const scratch = mkdtempSync(join(tmpdir(), "addendum-test-"));
    onTestFinished(() => rmSync(scratch, { recursive: true, force: true }));
    return scratch;
  };
  const toggles = (queries: Readonly<Record<string, string>>) => {
    const directory = new ScratchRepository();
    directory.write("addendum.yaml", "version: 1\nschemas: schemas\n");
    directory.write(
      "schemas/ui/toggle/current.yaml",
      `title: ui/toggle
$id: /ui/toggle/1.0.0
$schema: https://json-schema.org/draft-07/schema#
type: object
properties:
  $schema: { type: string }
  meta: { type: object, properties: { stream: { type: string }, id: { type: string }, dt: { type: string } } }
  wiki: { type: string, enum: [dewiki] }
  enabled: { type: boolean }
  note: { type: string, enum: ["it’s \\\\ 'quoted'"] }
  items: { type: array, items: { type: string, enum: [x] } }
examples:
  - { $schema: /ui/toggle/1.0.0, meta: { stream: ui.toggle }, wiki: dewiki, enabled: true, note: "it’s \\\\ 'quoted'", items: [x] }
`,
    );
    expect(directory.addendum("materialize", "--no-git").code).toBe(0);
    const reports = Object.keys(queries).map((name) => `  ${name}: {}\n`);
    directory.write(
      "reports/config.yaml",
      `databases: { log: { host: nowhere.invalid, port: 1, db: log } }\ndefaults: { db: log, granularity: days, starts: 2026-01-01 }\nreports:\n${reports.join("")}`,
    );
    for (const [name, sql] of Object.entries(queries)) directory.write(`reports/${name}.sql`, sql);
    return directory;
  };

  it("runs MariaDB’s queries on a MariaDB of its own, which is gone afterwards", () => {
    const directory = toggles({
      own: "SELECT DATE('{from_timestamp}') AS date, DATABASE() AS base, wiki, MAX(note) AS note, MAX(JSON_VALUE(meta, '$.stream')) AS stream, COUNT(enabled) > 0 AS n FROM ui_toggle WHERE day > 0 GROUP BY wiki",
      named:
        "SELECT DATE('{from_timestamp}') AS date, COUNT(*) > 0 AS n, MAX(JSON_TYPE(t.items)) AS type FROM `other`.`ui_toggle` t JOIN log.ui_toggle u USING (wiki)",
      refused: "SELECT NO_SUCH_FUNCTION(wiki) AS date FROM ui_toggle",
      files: "SELECT LOAD_FILE('/etc/hostname') AS date, wiki FROM ui_toggle LIMIT 1",
      writes: "SELECT wiki FROM ui_toggle INTO OUTFILE '/tmp/addendum-written'",
      pages: "SELECT page_touched AS date FROM page",
    });
    const scratch = scratchOf();
    const { out, err } = directory.run(process.execPath, [command, "report", "smoke"], {
      env: { TMPDIR: scratch },
    });
    expect(err).toBe("");
    expect(out).toMatch(
      /own, \S+\n {2}date {2}base {2}wiki {2}note {2}stream {2}n\n {2}\S+ {2}log {2}dewiki {2}it’s \\ 'quoted' {2}ui.toggle {2}1\n/,
    );
    expect(out).toMatch(/named, \S+\n {2}date {2}n {2}type\n {2}\S+ {2}1 {2}ARRAY\n/);
    expect(out).toMatch(/refused, \S+\n {2}failed: MariaDB: .*NO_SUCH_FUNCTION/);
    expect(out).toMatch(/files, \S+\n {2}date {2}wiki\n {2}NULL {2}dewiki\n/);
    expect(out).toMatch(/writes, \S+\n {2}failed: MariaDB: Access denied/);
    expect(out).toMatch(/pages, \S+\n {2}not run: no schema has the tables that it reads: page\n/);
    expect(out).toContain("6 reports; 3 ran on made-up events.");
    expect(readdirSync(scratch)).toEqual([]);
  });

  it("leaves no server behind when it is killed", async () => {
    const directory = toggles({ slow: "SELECT SLEEP(50) AS date, wiki FROM ui_toggle LIMIT 1" });
    const scratch = scratchOf();
    const child = spawn(process.execPath, [command, "report", "smoke"], {
      cwd: directory.root,
      env: { ...process.env, TMPDIR: scratch },
      stdio: "ignore",
    });
    const ended = new Promise((resolve) => child.once("exit", (_, signal) => resolve(signal)));
    const server = () => readdirSync(scratch).find((name) => name.startsWith("addendum-mariadb-"));
    const until = async (holds: () => boolean) => {
      while (!holds()) await new Promise((resolve) => setTimeout(resolve, 50));
    };
    await until(() => existsSync(join(scratch, server() ?? "none", "sock")));
    child.kill("SIGKILL");
    expect(await ended).toBe("SIGKILL");
    await until(() => server() === undefined);
  });
});

/** Nine levels of nine aliases each. */
function bomb(): string {
  const levels = [..."abcdefghi"].map((name, index) =>
    index === 0
      ? "_a: &a [x, x, x, x, x, x, x, x, x]"
      : `_${name}: &${name} [${Array(9)
          .fill(`*${"abcdefghi"[index - 1] ?? ""}`)
          .join(", ")}]`,
  );
  return `${levels.join("\n")}\nreports: {}\n`;
}
