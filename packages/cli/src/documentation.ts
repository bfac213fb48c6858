import { differences } from "@addendum/reports/differences";
import { metricSchema } from "@addendum/metrics";
import { intakeDashboard } from "@addendum/metrics/grafana";
import { streamsSchema } from "@addendum/streams";
import * as common from "@grafana/grafana-foundation-sdk/common";
import * as dashboard from "@grafana/grafana-foundation-sdk/dashboard";
import * as text from "@grafana/grafana-foundation-sdk/text";
import * as timeseries from "@grafana/grafana-foundation-sdk/timeseries";
import { type Concern, configurationSchema, rules } from "@addendum/schema-repository";
import { hookScript } from "@addendum/workspace";
import { commands } from "./commands.ts";
import { renderHelp, renderOverview } from "./run/help.ts";
import { rulePage } from "./run/rule-page.ts";
import { reportSchema } from "./report/json.ts";

/** The pages and schemas that are derived from the code: path below the project's root → text. */
export function documents(): ReadonlyMap<string, string> {
  return new Map([
    ["docs/rules/README.md", ruleIndex()],
    ...rules.map((rule): [string, string] => [`docs/rules/${rule.id}.md`, `${generated}${rulePage(rule)}`]),
    ["docs/reference/addendum.schema.json", `${JSON.stringify(configurationSchema, null, 2)}\n`],
    ["docs/reference/streams.schema.json", `${JSON.stringify(streamsSchema, null, 2)}\n`],
    ["docs/reference/metric.schema.json", `${JSON.stringify(metricSchema, null, 2)}\n`],
    ["docs/reference/report.schema.json", `${JSON.stringify(reportSchema, null, 2)}\n`],
    ["docs/reference/commands.md", commandPage()],
    ["docs/monitoring/intake-dashboard.json", intakeDashboard({ common, dashboard, text, timeseries })],
    ["docs/reference/report-differences.md", differencePage()],
    ["packages/cli/bin/hook.sh", hookScript],
  ]);
}

const generated = "<!-- Generated from the code by `npm run generate`; changes made here are lost. -->\n\n";

const chapters: Readonly<Record<Concern, string>> = {
  structure: "Structure: files are where they should be and can be read",
  correctness: "Correctness: the schema does what it says",
  events: "Events: they can be routed, stored and queried",
  people: "People: descriptions, personal data, owners and ends",
  versions: "Versions: they increase correctly, and published ones stay",
  compatibility: "Compatibility: what a change would break",
  producers: "Producers: generated types, and who sends what",
  reports: "Reports: queries that run day by day",
  metrics: "Metrics: the questions they answer, and where their numbers come from",
  settings: "Settings: waivers, skips and comments that ignore",
};

function ruleIndex(): string {
  const sections = Object.entries(chapters).map(([concern, title]) => {
    const rows = rules
      .filter((rule) => rule.concern === concern)
      .map(({ id, severity, adoptedSeverity, summary }) => {
        const levels = [severity, adoptedSeverity ?? severity].join(" | ");
        return `| [\`${id}\`](${id}.md) | ${levels} | ${summary} |`;
      });
    return `## ${title}\n\n| rule | level | adopted | |\n| --- | --- | --- | --- |\n${rows.join("\n")}\n`;
  });
  return `${generated}# Rules

The level of a rule is set in \`addendum.yaml\` under \`rules:\`, for some titles under \`overrides:\`, to \`error\`, \`warn\`, \`info\` or \`off\`. The column “adopted” is for repositories that came from jsonschema-tools. \`preset: all\` makes every rule of the first four chapters at least a warning; see [linting](../linting.md).

${sections.join("\n")}`;
}

function commandPage(): string {
  const pages = commands.map((command) => `## ${command.name}\n\n\`\`\`text\n${renderHelp(command)}\`\`\`\n`);
  return `${generated}# Commands\n\n\`\`\`text\n${renderOverview(commands)}\`\`\`\n\n${pages.join("\n")}`;
}

function differencePage(): string {
  const rows = differences.map(({ original, here }) => `| ${original} | ${here} |`);
  return `${generated}# What differs from ReportUpdater

Everything else is as ReportUpdater does it, byte for byte. Each row has a test.

| ReportUpdater | \`addendum report\` |
| --- | --- |
${rows.join("\n")}
`;
}
