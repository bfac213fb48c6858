import { defineRule } from "../../model/rule.ts";

export const reportInvalidSetting = defineRule({
  id: "report-invalid-setting",
  concern: "reports",
  generator: "reports",
  severity: "error",
  summary: "Rejects a setting that prevents a report from running.",
  rationale:
    "An incompletely configured report does not run. The others in the directory do, and the command ends with exit code 1.",
  messages: {
    missing: { text: "The report “{report}” has no “{key}”.", hint: "{hint}" },
    invalid: { text: "“{key}” cannot be {value}.", hint: "{hint}" },
    wrong: { text: "{problem}.", hint: "{hint}" },
  },
  examples: [
    {
      name: "a complete report",
      files: {
        "queries/config.yaml": "reports:\n  opens: { type: script, granularity: days, starts: 2026-01-01 }\n",
        "queries/opens": "#!/bin/sh\n",
      },
      findings: [],
    },
    {
      name: "a granularity that does not exist",
      files: {
        "queries/config.yaml": "reports:\n  opens: { type: script, granularity: day, starts: 2026-01-01 }\n",
        "queries/opens": "#!/bin/sh\n",
      },
      findings: [
        { file: "queries/config.yaml", pointer: "/reports/opens/granularity", messageId: "invalid" },
      ],
    },
    {
      name: "no start",
      files: {
        "queries/config.yaml": "reports:\n  opens: { type: script, granularity: days }\n",
        "queries/opens": "#!/bin/sh\n",
      },
      findings: [{ file: "queries/config.yaml", pointer: "/reports/opens", messageId: "missing" }],
    },
    {
      name: "a query that lies outside the directory",
      files: {
        "queries/config.yaml":
          "reports:\n  opens: { type: script, granularity: days, starts: 2026-01-01, execute: ../../opens }\n",
      },
      findings: [{ file: "queries/config.yaml", pointer: "/reports/opens/execute", messageId: "wrong" }],
    },
  ],
});
