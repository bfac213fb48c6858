import { defineRule } from "../../model/rule.ts";

const script = (reads: string) =>
  `{ type: script, granularity: days, starts: 2026-01-01, reads: [${reads}] }`;
const files = (first: string, second: string) => ({
  "reports/config.yaml": `reports:\n  first: ${script(first)}\n  second: ${script(second)}\n`,
});

export const noLineageCircle = defineRule({
  id: "no-lineage-circle",
  concern: "metrics",
  generator: "lineage",
  severity: "warn",
  summary: "Warns about reports and metrics that are computed from themselves.",
  rationale: "None of them can be computed first, and their dependencies cannot be followed.",
  messages: {
    circle: {
      text: "Computed from itself: {circle}.",
      hint: "Let one of them read what the others are computed from.",
    },
  },
  examples: [
    { name: "one after the other", files: files("a_b.c", "first"), findings: [] },
    {
      name: "each from the other",
      files: files("second", "first"),
      findings: [{ file: "reports/config.yaml", pointer: "/reports/first", messageId: "circle" }],
    },
    {
      name: "from itself",
      files: files("first", "a_b.c"),
      findings: [{ file: "reports/config.yaml", pointer: "/reports/first", messageId: "circle" }],
    },
  ],
});
