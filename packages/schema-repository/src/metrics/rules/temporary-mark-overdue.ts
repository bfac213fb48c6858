import { defineRule } from "../../model/rule.ts";

// Written in two parts, so that this file carries no mark itself.
const mark = (rest: string) => ({ "src/toggle.ts": `// @${"temporary"} ${rest}\nlog();\n` });

export const temporaryMarkOverdue = defineRule({
  id: "temporary-mark-overdue",
  concern: "metrics",
  generator: "metrics",
  severity: "error",
  summary: "Rejects temporary code whose last day has passed.",
  rationale:
    "Code that collects data for a limited time carries a mark with a ticket and its last day, so that someone finds and removes it. As with temporary metrics, only the scheduled check and commits that touch the file fail.",
  messages: {
    past: {
      text: "The code is marked as temporary until {until} ({ticket}).",
      hint: "Remove it, or set a later day.",
    },
  },
  examples: [
    { name: "its last day", files: mark("T123456 until 2026-01-31"), today: "2026-01-31", findings: [] },
    {
      name: "a day later",
      files: mark("T123456 until 2026-01-31"),
      today: "2026-02-01",
      findings: [{ file: "src/toggle.ts", messageId: "past" }],
    },
  ],
});
