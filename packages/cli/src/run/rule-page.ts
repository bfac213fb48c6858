import { toYaml } from "@addendum/json-schema";
import { type Rule, type RuleExample, ruleExampleFindings } from "@addendum/schema-repository";
import { generators } from "./generators.ts";
import { judge } from "./judge.ts";

/** A rule's page, as markdown: what it says, why, and examples of both. */
export function rulePage(rule: Rule): string {
  const { id, severity, adoptedSeverity, summary, rationale, examples } = rule;
  const adopted = adoptedSeverity === undefined ? "" : `; ${adoptedSeverity} in an adopted repository`;
  const said = messagesOf(rule).map(
    ({ text, hint }) => `- ${text}${hint === undefined ? "" : `<br>*What to do:* ${hint}`}`,
  );
  const good = examples.filter(({ findings }) => findings.length === 0);
  const bad = examples.filter(({ findings }) => findings.length > 0);
  return `# ${id}

${summary} Level: **${severity}**${adopted}.

## Why

${rationale}

## What it says

${said.join("\n")}

## Rejected

${bad.map((example) => exampleText(example)).join("\n")}
## Accepted

${good.map((example) => exampleText(example)).join("\n")}`;
}

/** Each message of a rule as its first example prints it; where none does, with an ellipsis for each value. */
function messagesOf({ id, messages, examples }: Rule): { text: string; hint?: string | undefined }[] {
  const printed = new Map<string, { text: string; hint?: string | undefined }>();
  for (const example of examples) {
    if (example.findings.every(({ messageId }) => printed.has(messageId))) continue;
    const found = ruleExampleFindings(example, judge, generators).filter(({ rule }) => rule === id);
    example.findings.forEach(({ messageId }, index) => {
      const finding = found[index];
      if (finding === undefined || printed.has(messageId)) return;
      printed.set(messageId, { text: finding.message, hint: finding.hint });
    });
  }
  return Object.entries(messages).map(([messageId, { text, hint }]) => {
    const blank = (one: string) => one.replaceAll(/\{\w+\}/g, "…");
    return printed.get(messageId) ?? { text: blank(text), hint: hint && blank(hint) };
  });
}

function exampleText({ name, files, published, producers, settings }: RuleExample): string {
  const blocks = Object.entries({ ...files, ...producers }).map(([path, text]) => {
    const was = published?.[path];
    const note = was === undefined ? "" : was === text ? ", published" : ", published with another text";
    const shown = text.startsWith("-> ") ? `(symbolic link to ${text.slice(3)})\n` : text;
    const language = /\.(\w+)$/.exec(path)?.[1] ?? "yaml";
    return `\`${path}\`${note}:\n\n\`\`\`${language}\n${shown}\`\`\`\n`;
  });
  const gone = Object.keys(published ?? {}).filter((path) => !(path in files));
  const missing = gone.map((path) => `\`${path}\` is published and not here.\n`);
  const configured =
    settings === undefined
      ? ""
      : `With these settings:\n\n\`\`\`yaml\n${toYaml(settings as never)}\`\`\`\n\n`;
  return `### ${name[0]?.toUpperCase() ?? ""}${name.slice(1)}\n\n${configured}${[...blocks, ...missing].join("\n")}`;
}
