import { metricExample } from "../../model/metric-example.ts";
import { defineRule } from "../../model/rule.ts";

export const metricMissingTicket = defineRule({
  id: "metric-missing-ticket",
  concern: "metrics",
  generator: "metrics",
  severity: "error",
  summary: "Rejects a metric without a ticket.",
  rationale:
    "The ticket says who requested the number and why. Anyone who reads a dashboard two years later finds the discussion there.",
  messages: {
    missing: {
      text: "The metric “{name}” has no ticket.",
      hint: "Add `ticket:` with a URL or an identifier such as T279046.",
    },
  },
  examples: [
    metricExample("a ticket", {}),
    metricExample("no ticket", { ticket: undefined }, { "": "missing" }),
  ],
});
