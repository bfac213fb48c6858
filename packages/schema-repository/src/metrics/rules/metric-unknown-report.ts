import { metricExample } from "../../model/metric-example.ts";
import { defineRule } from "../../model/rule.ts";

const reports = {
  "reports/config.yaml":
    "reports:\n  opens: { type: duckdb, granularity: days, starts: 2026-01-01 }\n  closes: { type: script, granularity: days, starts: 2026-01-01 }\n",
  "reports/opens.sql":
    "SELECT DATE '{from_date}' AS date, wiki, count(*) AS opened FROM ui_toggle GROUP BY wiki\n",
};
const example = (
  name: string,
  report: string,
  column: string,
  findings: Readonly<Record<string, string>> = {},
) =>
  metricExample(name, { source: `{ report: ${report}, column: ${column} }` }, findings, { others: reports });

export const metricUnknownReport = defineRule({
  id: "metric-unknown-report",
  concern: "metrics",
  generator: "metrics",
  severity: "error",
  summary: "Rejects a metric of a report or a column that does not exist.",
  rationale:
    "The metric would have no numbers, and its panels would stay empty. Reports are those of `reports/**/config.yaml`; if there are none, they are elsewhere and the rule reports nothing.",
  messages: {
    report: { text: "There is no report “{report}”.", hint: "{hint}" },
    column: {
      text: "The query of the report “{report}” has no column “{column}”.",
      hint: "{hint}",
    },
  },
  examples: [
    example("a column of a report", "opens", "opened"),
    example("a script’s columns are known to nobody", "closes", "anything"),
    example("a misspelt report", "open", "opened", { "/source/report": "report" }),
    example("a misspelt column", "opens", "opend", { "/source/column": "column" }),
  ],
});
