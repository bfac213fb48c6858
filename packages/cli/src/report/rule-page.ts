import { toYaml } from "@addendum/json-schema";
import type { Rule, RuleExample } from "@addendum/schema-repository";

/** Where a rule's page is found. */
export function pageAddress(id: string): string {
  return `https://github.com/addendum-project/addendum/blob/main/docs/rules/${id}.md`;
}

/** A rule's page, as markdown: what it says, why, and examples of both. */
export function rulePage({
  id,
  severity,
  adoptedSeverity,
  summary,
  rationale,
  messages,
  examples,
}: Rule): string {
  const adopted = adoptedSeverity === undefined ? "" : `; ${adoptedSeverity} in an adopted repository`;
  const said = Object.values(messages).map(
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
