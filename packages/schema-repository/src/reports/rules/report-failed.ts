import { defineRule } from "../../model/rule.ts";

export const reportFailed = defineRule({
  id: "report-failed",
  concern: "reports",
  generator: "reports",
  severity: "error",
  summary: "Reports a date of a report that could not be computed or written.",
  rationale:
    "The query was rejected, the script failed, or the result is invalid. Only that date is missing: its other dates and all other reports run, and the next run tries again.",
  messages: {
    failed: { text: "{report} of {date} failed: {reason}.", hint: "The next run tries again." },
    unread: { text: "{report} did not run: {reason}.", hint: "Its output is unchanged." },
    rerun: { text: "The rerun file {file} cannot be used: {reason}.", hint: "It stays in place." },
  },
  examples: [
    {
      name: "a script that succeeds",
      files: {
        "queries/config.yaml": "reports:\n  opens: { type: script, granularity: days, starts: 2026-01-30 }\n",
        "queries/opens": "#!/bin/sh\nprintf 'date\\topens\\n%s\\t7\\n' \"$1\"\n",
      },
      findings: [],
    },
    {
      name: "a script that fails",
      files: {
        "queries/config.yaml": "reports:\n  opens: { type: script, granularity: days, starts: 2026-01-30 }\n",
        "queries/opens": "#!/bin/sh\nexit 3\n",
      },
      findings: [{ file: "queries/config.yaml", pointer: "/reports/opens", messageId: "failed" }],
    },
  ],
});
