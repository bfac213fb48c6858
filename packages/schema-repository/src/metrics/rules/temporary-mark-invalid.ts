import { metricExample } from "../../model/metric-example.ts";
import { defineRule } from "../../model/rule.ts";

// Written in two parts, so that this file carries no mark itself.
const mark = (rest: string) => ({ "src/toggle.ts": `// @${"temporary"} ${rest}\nlog();\n` });
const metric = metricExample("", {
  deprecation: "{ temporary: true, sunset: 2026-03-01, ticket: T2 }",
}).files;
const found = (messageId: string) => [{ file: "src/toggle.ts", messageId }];

export const temporaryMarkInvalid = defineRule({
  id: "temporary-mark-invalid",
  concern: "metrics",
  generator: "metrics",
  severity: "warn",
  summary: "Warns about a mark of temporary code that lacks its ticket or day, or contradicts its metric.",
  rationale: "Code whose mark has no day never ends, and without a ticket nobody finds it when cleaning up.",
  messages: {
    incomplete: {
      text: "The mark does not say which ticket it belongs to, or until when the code stays.",
      hint: "Write a ticket, “until” and a day: T123456 until 2027-01-31.",
    },
    later: {
      text: "The mark says {until}, but the metric “{name}” of this ticket ends on {sunset}.",
      hint: "Give both the same day.",
    },
  },
  examples: [
    { name: "a ticket and a day", files: mark("T123456 until 2027-01-31"), findings: [] },
    { name: "no day", files: mark("T123456"), findings: found("incomplete") },
    {
      name: "a day that no calendar has",
      files: mark("T123456 until 2027-02-30"),
      findings: found("incomplete"),
    },
    { name: "another word", files: mark("solution for now"), findings: [] },
    { name: "the day of its metric", files: { ...metric, ...mark("T2 until 2026-03-01") }, findings: [] },
    {
      name: "a day after that of its metric",
      files: { ...metric, ...mark("T2 until 2026-04-01") },
      findings: found("later"),
    },
  ],
});
