import { expect } from "vitest";
import { type Declaration, declare } from "@addendum/event-fields";
import { evaluate, isObject, parseDocument } from "@addendum/json-schema";
import { basicScope } from "../src/model/examination-scope.ts";
import { examine } from "../src/examine/examine.ts";
import type { Generator } from "../src/model/generator.ts";
import { findTitles } from "../src/model/find-titles.ts";
import type { Finding } from "../src/model/finding.ts";
import { memoryBaseline, memorySnapshot } from "../src/model/memory-snapshot.ts";
import type { Rule, RuleExample } from "../src/model/rule.ts";
import { defaultSettings } from "../src/model/settings.ts";
import { nothingPublished } from "../src/model/snapshot.ts";
import { Findings } from "../src/model/findings.ts";
import { examineQueries } from "../src/producers/queries.ts";
import { examineTargets } from "../src/producers/targets.ts";

/** Runs an example of a rule, and expects the findings that it names. */
export function expectRuleExample(
  rule: Rule,
  example: RuleExample,
  generators: readonly Generator[] = [],
): void {
  const own = findingsOf(example, generators).filter((finding) => finding.rule === rule.id);
  expect(own.map(({ location: { file, pointer } }) => ({ file, pointer }))).toEqual(
    example.findings.map(({ file, pointer }) => ({ file, pointer })),
  );
  const texts = example.findings.map(({ messageId }) => rule.messages[messageId]?.text ?? "?");
  own.forEach(({ message, hint }, index) => {
    expect(message + (hint ?? "")).not.toMatch(/\{\w+\}/);
    const start = (texts[index] as string).split("{")[0] as string;
    expect(message.startsWith(start)).toBe(true);
  });
}

function findingsOf(example: RuleExample, generators: readonly Generator[]): readonly Finding[] {
  const settings = { ...defaultSettings, ...example.settings };
  const snapshot = memorySnapshot(example.files);
  const baseline = example.published
    ? memoryBaseline(example.published, snapshot, example.publishedSince)
    : nothingPublished;
  const { findings, drift } = examine(
    {
      snapshot,
      settings,
      baseline,
      generators,
      remote: () => undefined,
      readers: (title) => (example.readers ?? []).filter((reader) => reader.title === title),
      today: example.today ?? "2026-01-31",
      scope: { ...basicScope, isLinted: true, isThorough: example.isThorough ?? false },
      aliasStyle: () => "link",
      judge(schema, value) {
        const refusal = evaluate(schema, value as never);
        return refusal && { place: refusal.instancePointer, reason: `is refused by ${refusal.keyword}` };
      },
    },
    findTitles(snapshot, settings),
  );
  const producers = Object.entries(example.producers ?? {}).map(([path, text]) => ({ path, text }));
  const targets = examineTargets(snapshot, settings, findTitles(snapshot, settings), producers);
  const queries = new Findings(settings);
  examineQueries(example.queries ?? [], eventsOfTables(example.files), queries);
  return [...findings, ...drift, ...targets.findings.list, ...queries.list];
}

function eventsOfTables(files: RuleExample["files"]): ReadonlyMap<string, Declaration> {
  const events = Object.entries(files).flatMap(([path, text]): [string, Declaration][] => {
    const parsed = parseDocument(text);
    const title = /^schemas\/(.+)\/[^/]+$/.exec(path)?.[1];
    if (title === undefined || parsed.kind === "problem" || !isObject(parsed.document.data)) return [];
    return [[title.replaceAll("/", "_"), declare(parsed.document.data)]];
  });
  return new Map(events);
}
