import { type Declaration, declare } from "@addendum/event-fields";
import { isObject, parseDocument } from "@addendum/json-schema";
import { basicScope } from "../model/examination-scope.ts";
import { findTitles } from "../model/find-titles.ts";
import type { Finding } from "../model/finding.ts";
import { Findings } from "../model/findings.ts";
import type { Generator } from "../model/generator.ts";
import { memoryBaseline, memorySnapshot } from "../model/memory-snapshot.ts";
import type { Judge } from "../model/repository.ts";
import type { RuleExample } from "../model/rule.ts";
import { defaultSettings } from "../model/settings.ts";
import { nothingPublished } from "../model/snapshot.ts";
import { examineQueries } from "../producers/queries.ts";
import { examineTargets } from "../producers/targets.ts";
import { examine } from "./examine.ts";

/** All findings, of any rule, about the small repository of a rule's example. */
export function ruleExampleFindings(
  example: RuleExample,
  judge: Judge,
  generators: readonly Generator[] = [],
): readonly Finding[] {
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
      judge,
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
