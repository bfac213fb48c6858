import { defineRule } from "../../model/rule.ts";

const files = {
  "queries/opens": "#!/bin/sh\nprintf 'date\\topens\\n%s\\t7\\n' \"$1\"\n",
};

export const reportNotPublished = defineRule({
  id: "report-not-published",
  concern: "reports",
  generator: "reports",
  severity: "error",
  summary: "Reports that Graphite did not accept the points of a report.",
  rationale:
    "Addendum records what was sent, so the next run with `--publish` sends the rest. The report's own file is complete.",
  messages: {
    none: {
      text: "{report} has no points: {reason}.",
      hint: "Correct “graphite” of the report, or its query.",
    },
    away: {
      text: "Graphite did not accept the points of {report}: {reason}.",
      hint: "The next run with --publish sends them.",
    },
  },
  examples: [
    {
      name: "nothing to send",
      files: {
        ...files,
        "queries/config.yaml": "reports:\n  opens: { type: script, granularity: days, starts: 2026-01-30 }\n",
      },
      findings: [],
    },
    {
      name: "nobody listens",
      files: {
        ...files,
        "queries/config.yaml": `graphite: { host: 127.0.0.1, port: 1 }
reports:
  opens:
    type: script
    granularity: days
    starts: 2026-01-30
    graphite: { path: "{_metric}", metrics: { Example.opens: opens } }
`,
      },
      findings: [{ file: "queries/config.yaml", pointer: "/reports/opens", messageId: "away" }],
    },
  ],
});
