import { metricExample } from "../../model/metric-example.ts";
import { defineRule } from "../../model/rule.ts";

export const metricMissingValue = defineRule({
  id: "metric-missing-value",
  concern: "metrics",
  generator: "metrics",
  severity: "info",
  summary: "Remarks that an enum has options that a dimension does not list.",
  rationale:
    "An enum that gained an option is an additive change. Events with the option are counted, but a dashboard that was made from the listed values does not show them.",
  messages: {
    missing: {
      text: "The dimension “{dimension}” does not list {values}, which “{field}” may be.",
      hint: "Add what dashboards should show, or remove `values:` to have all options.",
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
