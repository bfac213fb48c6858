import { defineRule } from "../../model/rule.ts";

export const reportIgnoredKey = defineRule({
  id: "report-ignored-key",
  concern: "reports",
  generator: "reports",
  severity: "info",
  summary: "Reports a key of earlier versions of ReportUpdater that no longer has an effect.",
  rationale:
    "Configurations written for early versions contain keys that later ones dropped. They are accepted, so an existing directory runs unchanged.",
  messages: {
    ignored: { text: "“{key}” has no effect: {reason}.", hint: "Remove it." },
  },
  examples: [
    {
      name: "without it",
      files: {
        "queries/config.yaml": "reports:\n  opens: { type: script, granularity: days, starts: 2026-01-01 }\n",
        "queries/opens": "#!/bin/sh\n",
      },
      findings: [],
    },
    {
      name: "a report that may have several rows a day",
      files: {
        "queries/config.yaml":
          "reports:\n  opens: { type: script, granularity: days, starts: 2026-01-01, funnel: true }\n",
        "queries/opens": "#!/bin/sh\n",
      },
      findings: [{ file: "queries/config.yaml", pointer: "/reports/opens/funnel", messageId: "ignored" }],
    },
  ],
});
