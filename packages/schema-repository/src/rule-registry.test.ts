import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { evaluate } from "@addendum/json-schema";
import { examine } from "./examine.ts";
import { findTitles } from "./find-titles.ts";
import { memoryBaseline, memorySnapshot } from "./memory-snapshot.ts";
import { defaultSettings } from "./settings.ts";
import { examineTargets } from "./producers/targets.ts";
import { nothingPublished } from "./snapshot.ts";
import type { Rule } from "./rule.ts";
import { rules } from "./rule-registry.ts";

const sources = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" })
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => /(?<!\.test)\.ts$/.test(file));
const ruleFiles = sources.filter((file) => file.split("/").includes("rules"));
const ruleFileOf = ({ id }: Rule) => ruleFiles.find((file) => file.endsWith(`/${id}.ts`)) ?? "";

test("every rule file is registered, once", () => {
  expect(rules.map(({ id }) => `${id}.ts`).sort()).toEqual(
    ruleFiles.map((file) => file.split("/").at(-1)).sort(),
  );
});

test("the linter asks the rules of its folder, each by its concern", () => {
  for (const rule of rules) {
    if (rule.check === undefined) continue;
    expect(ruleFileOf(rule)).toBe(`lint/rules/${rule.concern}/${rule.id}.ts`);
  }
});

test("every other rule is reported by code of its area, or above it", () => {
  const callers = sources.filter((file) => !ruleFiles.includes(file) && file !== "rule-registry.ts");
  const texts = new Map(callers.map((file) => [file, readFileSync(join(import.meta.dirname, file), "utf8")]));
  const lost = rules.filter((rule) => {
    const area = ruleFileOf(rule).split("/rules/")[0] ?? "";
    const isNamed = (file: string) => texts.get(file)?.includes(`/${rule.id}.ts"`) === true;
    return rule.check === undefined && !callers.some((file) => isBesideOrAbove(file, area) && isNamed(file));
  });
  expect(lost.map(({ id }) => id)).toEqual([]);
});

function isBesideOrAbove(file: string, area: string): boolean {
  return file.startsWith(`${area}/`) || !file.includes("/");
}

test.each(rules)("$id has an example that passes and one that fails", ({ examples }) => {
  expect(examples.some(({ findings }) => findings.length === 0)).toBe(true);
  expect(examples.some(({ findings }) => findings.length > 0)).toBe(true);
});

describe.each(rules)("$id", (rule) => {
  test.each(rule.examples)("$name", (example) => {
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
