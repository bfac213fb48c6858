import { metricExample, metricText } from "../../model/metric-example.ts";
import { defineRule } from "../../model/rule.ts";

export const metricSamplingDiffers = defineRule({
  id: "metric-sampling-differs",
  concern: "metrics",
  generator: "metrics",
  severity: "info",
  summary: "Reports metrics of one feature that come from different samples.",
  rationale:
    "Counts are compensated, so they can be compared. But sessions cannot be followed from one stream to the other, and the smaller sample has the larger error. Metrics belong to one feature if their paths differ only in the last node.",
  messages: {
    differs: {
      text: "{stream} is a sample of {rate}, but {other} is a sample of {otherRate}.",
      hint: "Give both streams the same rate and unit if their metrics are compared.",
    },
  },
  examples: [
    metricExample(
      "one sample",
      {},
      {},
      {
        others: { "metrics/a.yaml": metricText({ name: "a", path: "Example.a" }) },
      },
    ),
    metricExample(
      "two samples",
      {},
      { "/source/stream": "differs" },
      {
        others: {
          "metrics/a.yaml": metricText({
            name: "a",
            path: "Example.a",
            source: "{ stream: ui.sampled, aggregation: count }",
          }),
        },
      },
    ),
  ],
});
