import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { expectRuleExample } from "../test/rule-example.ts";
import type { Rule } from "./model/rule.ts";
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
  return file.startsWith(`${area}/`) || file.startsWith("examine/") || !file.includes("/");
}

test.each(rules)("$id has an example that passes and one that fails", ({ examples }) => {
  expect(examples.some(({ findings }) => findings.length === 0)).toBe(true);
  expect(examples.some(({ findings }) => findings.length > 0)).toBe(true);
});

// What a generator reports is tried where the generator is.
describe.each(rules.filter(({ generator }) => generator === undefined))("$id", (rule) => {
  test.each(rule.examples)("$name", (example) => expectRuleExample(rule, example));
});
