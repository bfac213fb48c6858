import { defineRule } from "../../model/rule.ts";

export const reportUnknownKey = defineRule({
  id: "report-unknown-key",
  concern: "reports",
  generator: "reports",
  severity: "warn",
  summary: "Rejects a key in a report configuration that has no meaning.",
  rationale:
    "An unknown key changes nothing, so a misspelt `lag` or `max_data_points` silently gives other results.",
  messages: {
    unknown: { text: "There is no key “{key}” here.", hint: "Known keys: {known}." },
    misspelt: { text: "There is no key “{key}” here.", hint: "Did you mean “{suggestion}”?" },
  },
  examples: [
    {
      name: "keys that are known",
      files: {
        "queries/config.yaml":
          "reports:\n  opens: { type: script, granularity: days, starts: 2026-01-01, lag: 3600 }\n",
        "queries/opens": "#!/bin/sh\n",
      },
      findings: [],
    },
    {
      name: "a misspelt key",
      files: {
        "queries/config.yaml":
          "reports:\n  opens: { type: script, granularity: days, starts: 2026-01-01, max_data_point: 90 }\n",
        "queries/opens": "#!/bin/sh\n",
      },
      findings: [
        { file: "queries/config.yaml", pointer: "/reports/opens/max_data_point", messageId: "misspelt" },
      ],
    },
  ],
});
