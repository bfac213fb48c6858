import { metricExample } from "../../model/metric-example.ts";
import { defineRule } from "../../model/rule.ts";

export const noPastMetricSunset = defineRule({
  id: "no-past-metric-sunset",
  concern: "metrics",
  generator: "metrics",
  severity: "warn",
  summary: "Warns of a metric whose last day is over.",
  rationale:
    "Data that nobody needs any longer is not collected. Either the metric ends, or the day was wrong.",
  messages: {
    past: {
      text: "The metric was to end on {sunset}.",
      hint: "Remove what collects it and set `status: ended`, or give it a later day.",
    },
  },
  examples: [
    metricExample("a day to come", { deprecation: "{ sunset: 2026-03-01 }" }, {}, { today: "2026-01-31" }),
    metricExample(
      "an ended metric",
      { status: "ended", deprecation: "{ sunset: 2026-01-01 }" },
      {},
      {
        today: "2026-01-31",
      },
    ),
    metricExample(
      "a day that is over",
      { deprecation: "{ sunset: 2026-01-01 }" },
      {
        "/deprecation/sunset": "past",
      },
      { today: "2026-01-31" },
    ),
  ],
});
