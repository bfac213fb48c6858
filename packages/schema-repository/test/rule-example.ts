import { expect } from "vitest";
import { evaluate } from "@addendum/json-schema";
import { ruleExampleFindings } from "../src/examine/rule-example-findings.ts";
import type { Generator } from "../src/model/generator.ts";
import type { Judge } from "../src/model/repository.ts";
import type { Rule, RuleExample } from "../src/model/rule.ts";

const judge: Judge = (schema, value) => {
  const refusal = evaluate(schema, value as never);
  return refusal && { place: refusal.instancePointer, reason: `is refused by ${refusal.keyword}` };
};

/** Runs an example of a rule, and expects the findings that it names. */
export function expectRuleExample(
  rule: Rule,
  example: RuleExample,
  generators: readonly Generator[] = [],
): void {
  const all = ruleExampleFindings(example, judge, generators);
  const own = all.filter((finding) => finding.rule === rule.id);
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
