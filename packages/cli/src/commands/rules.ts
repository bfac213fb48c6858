import { lintConcerns, ruleLevel, rules as allRules } from "@addendum/schema-repository";
import { settingsHere } from "@addendum/workspace";
import { defineCommand, type ExitCode } from "../run/command.ts";
import { printResult } from "../run/print-result.ts";

export const rules = defineCommand({
  name: "rules",
  usage: "",
  summary: "lists the rules and their levels here",
  options: [{ name: "lint", kind: "boolean", help: "only those about single schemas" }],
  examples: [
    { line: "addendum rules", does: "every rule, by concern" },
    { line: "addendum rules --format json", does: "the same, for a program" },
  ],
  run(invocation): ExitCode {
    const settings = settingsHere(invocation);
    const shown = allRules
      .filter(({ concern }) => !invocation.flag("lint") || lintConcerns.includes(concern))
      .map((rule) => ({
        id: rule.id,
        concern: rule.concern,
        severity: rule.severity,
        level: ruleLevel(rule, settings),
        summary: rule.summary,
      }));
    const { terminal } = invocation;
    if (invocation.format === "text") {
      const width = Math.max(...shown.map(({ id }) => id.length));
      for (const concern of new Set(shown.map((rule) => rule.concern))) {
        terminal.out(`${terminal.paint("bold", concern)}\n`);
        for (const { id, level, summary } of shown.filter((rule) => rule.concern === concern)) {
          terminal.out(`  ${id.padEnd(width)}  ${level.padEnd(5)}  ${summary}\n`);
        }
      }
    }
    return printResult(invocation, {
      command: "rules",
      findings: [],
      titles: 0,
      done: "",
      more: { rules: shown },
      read: () => ({ kind: "missing" }),
    });
  },
});
