import { metricExample } from "../../model/metric-example.ts";
import { defineRule } from "../../model/rule.ts";

export const metricMissingValue = defineRule({
  id: "metric-missing-value",
  concern: "metrics",
  generator: "metrics",
  severity: "info",
  summary: "Reports options of an enum that a dimension does not list.",
  rationale:
    "Adding an option to an enum is an additive change. Events with the option are counted, but a dashboard made from the listed values does not show them.",
  messages: {
    missing: {
      text: "The dimension “{dimension}” does not list {values}, which “{field}” may contain.",
      hint: "Add the values that dashboards should show, or remove `values:` to include all options.",
    },
  },
  examples: [
    metricExample("all options", { dimensions: "{ editor: { values: [old, new] } }" }),
    metricExample(
      "one is missing",
      { dimensions: "{ editor: { values: [old] } }" },
      {
        "/dimensions/editor/values": "missing",
      },
    ),
  ],
});
