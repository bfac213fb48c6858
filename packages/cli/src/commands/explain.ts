import { policies, rules, suggest } from "@addendum/schema-repository";
import { UserError } from "@addendum/workspace";
import { defineCommand, type ExitCode } from "../run/command.ts";
import { rulePage } from "../run/rule-page.ts";
import type { Terminal } from "../run/terminal.ts";

export const explain = defineCommand({
  name: "explain",
  usage: "RULE",
  summary: "explains a rule: why it exists, what to do, what it accepts and rejects",
  options: [],
  examples: [{ line: "addendum explain no-unknown-keyword", does: "the page of that rule" }],
  run(invocation): ExitCode {
    const [id, ...rest] = invocation.positionals;
    if (id === undefined || rest.length > 0) throw new UserError("explain takes the id of one rule.");
    const rule = rules.find((one) => one.id === id);
    if (rule === undefined) {
      const policy = policies.find(({ name }) => name === id);
      if (policy !== undefined) {
        throw new UserError(
          `“${id}” is a policy, not a rule: it protects ${policy.protects}. docs/compatibility.md describes it, and \`addendum rules\` lists the rules.`,
        );
      }
      const suggestion = suggest(id, [...rules.map((one) => one.id), ...policies.map(({ name }) => name)]);
      throw new UserError(
        `there is no rule “${id}”${suggestion === undefined ? "; `addendum rules` lists them." : `; did you mean “${suggestion}”?`}`,
      );
    }
    invocation.terminal.out(forTerminal(rulePage(rule), invocation.terminal));
    return 0;
  },
});

/** Markdown as a person reads it: headings in bold, what is between fences indented. */
function forTerminal(page: string, terminal: Terminal): string {
  let isCode = false;
  const lines = page.split("\n").flatMap((line) => {
    if (line.startsWith("```")) {
      isCode = !isCode;
      return [];
    }
    if (isCode) return [`    ${line}`];
    const heading = /^#+ (.*)/.exec(line);
    if (heading !== null) return [terminal.paint("bold", heading[1] as string)];
    return [line.replace("<br>", "\n  ").replaceAll(/\*\*?([^*]+)\*\*?/g, "$1")];
  });
  return `${lines
    .join("\n")
    .replaceAll(/\n{3,}/g, "\n\n")
    .trimEnd()}\n`;
}
