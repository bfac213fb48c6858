import { toYaml } from "@addendum/json-schema";
import { configurationSchema, type Rule, type RuleExample, rules } from "@addendum/schema-repository";
import { commands } from "./commands.ts";
import { renderHelp, renderOverview } from "./help.ts";
import { reportSchema } from "./report-json.ts";

/** The pages and schemas that are derived from the code: path below the project's root → text. */
export function documents(): ReadonlyMap<string, string> {
  return new Map([
    ["docs/rules/README.md", ruleIndex()],
    ...rules.map((rule): [string, string] => [`docs/rules/${rule.id}.md`, rulePage(rule)]),
    ["docs/reference/addendum.schema.json", `${JSON.stringify(configurationSchema, null, 2)}\n`],
    ["docs/reference/report.schema.json", `${JSON.stringify(reportSchema, null, 2)}\n`],
    ["docs/reference/commands.md", commandPage()],
  ]);
}

const generated = "<!-- Generated from the code by `npm run generate`; changes made here are lost. -->\n\n";

function ruleIndex(): string {
  const rows = rules.map(
    ({ id, severity, adoptedSeverity, summary }) =>
      `| [\`${id}\`](${id}.md) | ${severity} | ${adoptedSeverity ?? severity} | ${summary} |`,
  );
  return `${generated}# Rules

The level of a rule is set in \`addendum.yaml\` under \`rules:\`, to \`error\`, \`warn\`, \`info\` or \`off\`.

| rule | level | in an adopted repository | |
| --- | --- | --- | --- |
${rows.join("\n")}
`;
}

function rulePage({ id, severity, adoptedSeverity, summary, rationale, messages, examples }: Rule): string {
  const adopted = adoptedSeverity === undefined ? "" : `; ${adoptedSeverity} in an adopted repository`;
  const said = Object.values(messages).map(
    ({ text, hint }) => `- ${text}${hint === undefined ? "" : `<br>*What to do:* ${hint}`}`,
  );
  const good = examples.filter(({ findings }) => findings.length === 0);
  const bad = examples.filter(({ findings }) => findings.length > 0);
  return `${generated}# ${id}

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

function commandPage(): string {
  const pages = commands.map((command) => `## ${command.name}\n\n\`\`\`text\n${renderHelp(command)}\`\`\`\n`);
  return `${generated}# Commands\n\n\`\`\`text\n${renderOverview()}\`\`\`\n\n${pages.join("\n")}`;
}
