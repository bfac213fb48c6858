import { metricExample } from "../../model/metric-example.ts";
import { defineRule } from "../../model/rule.ts";

export const noPastMetricSunset = defineRule({
  id: "no-past-metric-sunset",
  concern: "metrics",
  generator: "metrics",
  severity: "warn",
  summary: "Warns about a metric whose last day has passed.",
  rationale:
    "Data that nobody needs any longer must not be collected. Either the metric ends, or the day was wrong.",
  messages: {
    past: {
      text: "The metric was due to end on {sunset}.",
      hint: "Remove the code that collects it and set `status: ended`, or set a later day.",
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
