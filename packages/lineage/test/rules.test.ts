import { examineMetrics } from "@addendum/metrics";
import { describedReports } from "@addendum/reports/readers";
import { defaultSettings, rules, type RuleExample } from "@addendum/schema-repository";
import { openConfiguration } from "@addendum/streams";
import { describe, expect, test } from "vitest";
import { examineReadings } from "../src/readers/examine-readings.ts";
import { readingsOf } from "../src/readers/find-readers.ts";

const own = rules.filter(({ generator }) => generator === "lineage");

describe.each(own)("$id", (rule) => {
  test.each(rule.examples)("$name", (example) => {
    const found = findingsOf(example).filter((finding) => finding.rule === rule.id);
    expect(found.map(({ location: { file, pointer } }) => ({ file, pointer }))).toEqual(
      example.findings.map(({ file, pointer }) => ({ file, pointer })),
    );
    for (const [index, { message, hint }] of found.entries()) {
      const text = rule.messages[example.findings[index]?.messageId ?? ""]?.text ?? "?";
      expect(message.startsWith(text.split("{")[0] as string)).toBe(true);
      expect(message + (hint ?? "")).not.toMatch(/\{\w+\}/);
    }
  });
});

function findingsOf({ files }: RuleExample) {
  const all = Object.entries(files).map(([file, text]) => ({ file, text }));
  const { metrics } = examineMetrics({
    files: all.filter(({ file }) => file.startsWith("metrics/")),
    streams: openConfiguration,
    settings: defaultSettings,
    events: () => [],
  });
  const readings = readingsOf({
    metrics,
    reports: all.flatMap(({ file, text }) =>
      file.endsWith("config.yaml") ? describedReports(file, text) : [],
    ),
    read: (path) => files[path],
    dashboards: all.filter(({ file }) => file.endsWith(".json")),
    placeOf: (name) => name,
    tables: () => [],
  });
  return examineReadings(readings, defaultSettings);
}
