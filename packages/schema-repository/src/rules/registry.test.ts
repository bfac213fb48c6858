import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { evaluate } from "@addendum/json-schema";
import { examine } from "../examine.ts";
import { findTitles } from "../find-titles.ts";
import { memoryBaseline, memorySnapshot } from "../memory-snapshot.ts";
import { defaultSettings } from "../settings.ts";
import { examineTargets } from "../targets.ts";
import { nothingPublished } from "../snapshot.ts";
import { rules } from "./registry.ts";

test("every rule file is registered, once", () => {
  const files = readdirSync(import.meta.dirname).filter((name) => !/^registry\.|\.test\.ts$/.test(name));
  expect(rules.map(({ id }) => `${id}.ts`).sort()).toEqual(files.sort());
});

test.each(rules)("$id has an example that passes and one that fails", ({ examples }) => {
  expect(examples.some(({ findings }) => findings.length === 0)).toBe(true);
  expect(examples.some(({ findings }) => findings.length > 0)).toBe(true);
});

describe.each(rules)("$id", (rule) => {
  test.each(rule.examples)("$name", (example) => {
    const settings = { ...defaultSettings, ...example.settings };
    const snapshot = memorySnapshot(example.files);
    const baseline = example.published ? memoryBaseline(example.published, snapshot) : nothingPublished;
    const { findings, drift } = examine(
      {
        snapshot,
        settings,
        baseline,
        remote: () => undefined,
        today: example.today ?? "2026-01-31",
        isLinted: true,
        isThorough: example.isThorough ?? false,
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
    const own = [...findings, ...drift, ...targets.findings.list].filter(
      (finding) => finding.rule === rule.id,
    );
    expect(own.map(({ location: { file, pointer } }) => ({ file, pointer }))).toEqual(
      example.findings.map(({ file, pointer }) => ({ file, pointer })),
    );
    const texts = example.findings.map(({ messageId }) => rule.messages[messageId]?.text ?? "?");
    own.forEach(({ message, hint }, index) => {
      expect(message + (hint ?? "")).not.toMatch(/\{\w+\}/);
      const start = (texts[index] as string).split("{")[0] as string;
      expect(message.startsWith(start)).toBe(true);
    });
  });
});
