import { metricExample } from "../../model/metric-example.ts";
import { defineRule } from "../../model/rule.ts";

export const metricInvalidBaseline = defineRule({
  id: "metric-invalid-baseline",
  concern: "metrics",
  generator: "metrics",
  severity: "warn",
  summary: "Requires a month of numbers before a metric becomes active.",
  rationale:
    "Usage differs by day of the week and time of the month. With less than a month from before a change, nobody can tell what the change did.",
  messages: {
    missing: {
      text: "The metric is “{status}” but does not state the first day with numbers.",
      hint: "Add `baseline:` with the first day.",
    },
    short: {
      text: "The metric is active, but its baseline began only {days} before.",
      hint: "Leave it at `status: baseline` until {end}.",
    },
  },
  examples: [
    metricExample("a month", { status: "active", baseline: "2025-12-31" }, {}, { today: "2026-01-31" }),
    metricExample(
      "a week",
      { status: "active", baseline: "2026-01-24" },
      { "/baseline": "short" },
      {
        today: "2026-01-31",
      },
    ),
    metricExample("no baseline", { status: "active" }, { "/status": "missing" }, { today: "2026-01-31" }),
  ],
});
