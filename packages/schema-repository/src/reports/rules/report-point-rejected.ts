import { defineRule } from "../../model/rule.ts";

const files = {
  "queries/config.yaml": `graphite: { host: 127.0.0.1, port: 2003 }
reports:
  opens:
    type: script
    granularity: days
    starts: 2026-01-30
    graphite: { path: "{_metric}.byWiki.{wiki}", metrics: { Example.opens: opens } }
`,
};

export const reportPointRejected = defineRule({
  id: "report-point-rejected",
  concern: "reports",
  generator: "reports",
  severity: "warn",
  summary: "Reports points that Graphite would not store correctly.",
  rationale:
    "Graphite silently drops what it cannot read, and stores only the last of two values with the same name and time. Such points are written to a file instead, and the others are sent.",
  messages: {
    rejected: {
      text: "{count} of {report} cannot be sent: {reason}.",
      hint: "The file {file} lists them.",
    },
  },
  examples: [
    {
      name: "a name for each wiki",
      files: {
        ...files,
        "queries/opens":
          '#!/bin/sh\nprintf \'date\\twiki\\topens\\n%s\\tenwiki\\t7\\n%s\\tdewiki\\t5\\n\' "$1" "$1"\n',
      },
      findings: [],
    },
    {
      name: "two rows with one name",
      files: {
        ...files,
        "queries/opens":
          '#!/bin/sh\nprintf \'date\\twiki\\topens\\n%s\\tenwiki\\t7\\n%s\\tenwiki\\t5\\n\' "$1" "$1"\n',
      },
      findings: [{ file: "queries/config.yaml", pointer: "/reports/opens", messageId: "rejected" }],
    },
  ],
});
