import { metricExample } from "../../model/metric-example.ts";
import { defineRule } from "../../model/rule.ts";

export const metricMissingOwner = defineRule({
  id: "metric-missing-owner",
  concern: "metrics",
  generator: "metrics",
  severity: "error",
  summary: "Rejects a metric without an owner.",
  rationale:
    "Someone has to explain what a number means, notice when it stops, and end it when its question is answered.",
  messages: {
    missing: {
      text: "The metric “{name}” has no owner.",
      hint: "Name the team: `owner: Product Analytics`.",
    },
  },
  examples: [
    metricExample("an owner", {}),
    metricExample("no owner", { owner: undefined }, { "": "missing" }),
  ],
});
