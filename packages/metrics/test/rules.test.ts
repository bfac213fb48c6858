import { type Declaration, declare } from "@addendum/event-fields";
import { isObject, parseDocument } from "@addendum/json-schema";
import { defaultSettings, Findings, rules, type RuleExample } from "@addendum/schema-repository";
import { openConfiguration, parseStreams } from "@addendum/streams";
import { describe, expect, test } from "vitest";
import { examineMetrics } from "../src/examine/examine-metrics.ts";
import { reportQueries } from "../src/examine/report-queries.ts";
import { examineMarks, temporaryMarks } from "../src/marks/temporary-marks.ts";

const own = rules.filter(({ generator }) => generator === "metrics");

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

test("what is right by one rule is right by all that are errors", () => {
  for (const rule of own) {
    for (const example of rule.examples) {
      if (example.findings.length > 0) continue;
      const others = findingsOf(example).filter(({ severity }) => severity === "error");
      expect(others, `${rule.id}, ${example.name}`).toEqual([]);
    }
  }
});

function findingsOf({ files, today = "2026-01-31" }: RuleExample) {
  const streams = parseStreams(files["streams.yaml"] ?? "");
  const { metrics, findings } = examineMetrics({
    files: Object.entries(files).flatMap(([file, text]) =>
      file.startsWith("metrics/") ? [{ file, text }] : [],
    ),
    streams: streams.kind === "configuration" ? streams.configuration : openConfiguration,
    settings: defaultSettings,
    reports: () => {
      const configurations = Object.keys(files).filter((file) => file.endsWith("/config.yaml"));
      return configurations.length === 0 ? undefined : reportQueries(configurations, (file) => files[file]);
    },
    today,
    events: (title) => declarations(files[`schemas/${title}/1.0.0.yaml`]),
  });
  const sources = Object.entries(files).filter(([file]) => file.startsWith("src/"));
  const marks = sources.flatMap(([file, text]) => temporaryMarks(file, text));
  const ofMarks = new Findings(defaultSettings);
  const all = metrics.map(({ metric }) => metric);
  examineMarks(marks, all, today, ofMarks);
  return [...findings, ...ofMarks.list];
}

function declarations(text: string | undefined): readonly Declaration[] {
  const parsed = parseDocument(text ?? "");
  return parsed.kind === "document" && isObject(parsed.document.data) ? [declare(parsed.document.data)] : [];
}
