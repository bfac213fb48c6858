import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultSettings } from "@addendum/schema-repository";
import { describe, expect, onTestFinished, test } from "vitest";
import { readConfiguration } from "./read-configuration.ts";

function read(
  text: string,
  files: Readonly<Record<string, string>> = { "a.sql": "SELECT 1", "a.hql": "SELECT 1" },
) {
  const directory = mkdtempSync(join(tmpdir(), "addendum-config-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), content);
  const { configuration, findings } = readConfiguration({
    text,
    file: "config.yaml",
    directory,
    settings: defaultSettings,
  });
  return { ...configuration, findings: findings.list.map(({ message, hint }) => `${message} ${hint}`) };
}

const report = (more: string) =>
  `databases: { x: { host: h, port: 1, creds_file: c, db: d } }\nreports:\n  a: { db: x, granularity: days, starts: 2026-01-31${more} }\n`;

describe("a configuration", () => {
  test("has SQL on MariaDB, without a lag, for ever and unexploded, where nothing else is said", () => {
    const { reports, findings, graphite } = read(report(""));
    expect(findings).toEqual([]);
    expect(graphite).toBeUndefined();
    expect(reports).toMatchObject([
      {
        key: "a",
        type: "sql",
        granularity: "days",
        starts: Date.UTC(2026, 0, 31),
        lag: 0,
        maxDataPoints: undefined,
        dimensions: [],
        timeout: 14_400_000,
        database: { host: "h", port: 1, credentials: "c", database: "d", sharding: undefined },
        graphite: undefined,
      },
    ]);
  });

  test("takes any key from the defaults, which a report prevails over", () => {
    const { reports } = read(
      'defaults: { type: hive, granularity: weeks, starts: 2026-01-31, lag: 7, execute: a, explode_by: { w: x }, max_data_points: 3 }\nreports:\n  b: {}\n  c: { lag: 8, explode_by: { w: "y, z ,, y" } }\n',
    );
    expect(
      reports.map(({ key, lag, dimensions, maxDataPoints }) => [key, lag, dimensions, maxDataPoints]),
    ).toEqual([
      ["b", 7000, [{ name: "w", values: ["x"] }], 3],
      ["c", 8000, [{ name: "w", values: ["y", "z"] }], 3],
    ]);
  });

  test("may share parts by anchors, and put them aside", () => {
    const { reports, findings } = read(
      "x-day: &day { granularity: days, starts: 2026-01-31 }\nreports:\n  a: { <<: *day, type: hive }\n",
    );
    expect(findings).toEqual([]);
    expect(reports.map(({ granularity }) => granularity)).toEqual(["days"]);
  });

  test.each([
    ["2026-01-31", "days", "2026-01-31T00:00:00.000Z"],
    ['"2026-1-31"', "days", "2026-01-31T00:00:00.000Z"],
    ["2026-01-31 05:20:00", "days", "2026-01-31T00:00:00.000Z"],
    ["2026-01-31 05:20:00", "hours", "2026-01-31T05:20:00.000Z"],
    ["2026-01-31 05:20:00 +02:00", "hours", "2026-01-31T03:20:00.000Z"],
    ["2028-02-29", "days", "2028-02-29T00:00:00.000Z"],
  ])("starts at %s, by %s", (starts, granularity, time) => {
    const { reports } = read(
      `reports:\n  a: { type: hive, granularity: ${granularity}, starts: ${starts} }\n`,
    );
    expect(new Date(reports[0]?.starts ?? 0).toISOString()).toBe(time);
  });

  test.each([
    [report(", lag: -1"), "“lag” cannot be -1."],
    [report(", lag: 1.5"), "“lag” cannot be 1.5."],
    [report(', lag: "1"'), "“lag” cannot be"],
    [report(", max_data_points: 0"), "“max_data_points” cannot be 0."],
    [report(", granularity: day"), "not valid"],
    [report(", explode_by: { wiki: [a, b] }"), "the values of “wiki” are not a string."],
    [report(", explode_by: [a]"), "“explode_by” is not a mapping."],
    [report(", explode_by: { wiki: 7 }"), "the values of “wiki” are not a string."],
    [report(", explode_by: { wiki: '' }"), "“wiki” has no value."],
    [report(", execute: [a]"), "“execute” cannot be"],
    [report(", execute: b"), "b.sql cannot be read: there is no such file."],
    [report(", execute: /etc/passwd"), "is outside the directory"],
    [report(", type: script"), "there is no script"],
    [report(", type: python"), '“type” cannot be "python".'],
    [report("").replace("db: x", "db: y"), "there is no database “y”."],
    [report("").replace("db: x, ", ""), "The report “a” has no “db”."],
    [report("").replace(", starts: 2026-01-31", ""), "The report “a” has no “starts”."],
    [report("").replace("2026-01-31", "soon"), '“starts” cannot be "soon".'],
    [report("").replace("2026-01-31", "' 2026-02-30'"), "“starts” cannot be"],
    [report("").replace("2026-01-31", "2026-02-30"), '“starts” cannot be "2026-02-30".'],
    [report("").replace("2026-01-31", "2026-02-29 01:00:00Z"), '“starts” cannot be "2026-02-29 01:00:00Z".'],
    [report("").replace("2026-01-31", "2026-13-01"), '“starts” cannot be "2026-13-01".'],
    [report("").replace("2026-01-31", "2026-00-00"), '“starts” cannot be "2026-00-00".'],
    [report("").replace("2026-01-31", "2026-01-31 25:00:00"), '“starts” cannot be "2026-01-31 25:00:00".'],
    [report("").replace("2026-01-31", "!!timestamp 2026-02-30"), '“starts” cannot be "2026-02-30".'],
    [
      "x-day: &day 2026-02-30\nreports:\n  a: { type: hive, granularity: days, starts: *day }\n",
      '“starts” cannot be "2026-02-30".',
    ],
    [
      "reports:\n  a/b: { type: hive, granularity: days, starts: 2026-01-31 }\n",
      "cannot be the name of a report",
    ],
    [
      "reports:\n  ..: { type: hive, granularity: days, starts: 2026-01-31 }\n",
      "cannot be the name of a report",
    ],
    ["reports:\n  a: 7\n", "“a” is not a mapping."],
    [
      "databases: { x: { auto_find_db_shard: true, wiki_db_placeholder: w, creds_file: c } }\nreports:\n  a: { db: x, granularity: days, starts: 2026-01-31 }\n",
      "takes the wiki from “w”, but “a” is not exploded by it",
    ],
  ])("%j keeps a report from running, and the others run", (text, message) => {
    if (message === "not valid") {
      expect(() => read(text)).toThrow(/not valid YAML: the key “.*” appears twice/);
      return;
    }
    const { reports, invalid, findings } = read(
      `${text}  good: { type: hive, execute: a, granularity: days, starts: 2026-01-31 }\n`,
    );
    expect(findings.join("\n")).toContain(message);
    expect(findings).toHaveLength(1);
    expect(invalid).toHaveLength(1);
    expect(reports.map(({ key }) => key)).toEqual(["good"]);
  });

  test.each([
    [report(", graphite: 7"), "“graphite” is not a mapping."],
    [report(", graphite: { metrics: { a: b } }"), "“graphite” has no path."],
    [report(", graphite: { path: x, metrics: [a] }"), "is not a mapping of metrics to columns."],
    [report(', graphite: { path: "{x", metrics: { a: b } }'), "the path “{x”: line 1 has a single “{”"],
    [`graphite: { port: 2003 }\n${report("")}`, "The report “graphite” has no “host”."],
    [`graphite: { host: h, port: many }\n${report("")}`, '“port” cannot be "many".'],
    [`graphite: { host: h, port: 1, lookups: { w: none.yaml } }\n${report("")}`, "none.yaml cannot be read"],
  ])("%j has no points, and its reports run", (text, message) => {
    const { reports, findings } = read(text);
    expect(findings).toEqual([expect.stringContaining(message)]);
    expect(reports).toHaveLength(1);
  });

  test.each([
    [report(", max_data_point: 7"), "Did you mean “max_data_points”?"],
    [`report: {}\n${report("")}`, "Did you mean “reports”?"],
    [report("").replace("creds_file", "cred_file"), "Did you mean “creds_file”?"],
    [report(", zzz: 7"), "Known keys: type, granularity,"],
    [report(", funnel: true"), "“funnel” has no effect: every report may have several rows with one date."],
    [report(", frequency: days"), "“frequency” has no effect"],
  ])("%j is said, and the report runs", (text, message) => {
    const { reports, findings } = read(text);
    expect(findings).toEqual([expect.stringContaining(message)]);
    expect(reports).toHaveLength(1);
  });
});
