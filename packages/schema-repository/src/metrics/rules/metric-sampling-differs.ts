import { metricExample, metricText } from "../../model/metric-example.ts";
import { defineRule } from "../../model/rule.ts";

export const metricSamplingDiffers = defineRule({
  id: "metric-sampling-differs",
  concern: "metrics",
  generator: "metrics",
  severity: "info",
  summary: "Remarks that metrics of one feature come from samples that differ.",
  rationale:
    "Counts are compensated, so they can be compared. Sessions cannot be followed from one stream into the other, and the smaller sample has the greater error. Metrics are of one feature if their paths differ in the last node only.",
  messages: {
    differs: {
      text: "{stream} is a sample of {rate}, but {other} is one of {otherRate}.",
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
