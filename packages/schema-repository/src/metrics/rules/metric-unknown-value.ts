import { metricExample } from "../../model/metric-example.ts";
import { defineRule } from "../../model/rule.ts";

export const metricUnknownValue = defineRule({
  id: "metric-unknown-value",
  concern: "metrics",
  generator: "metrics",
  severity: "error",
  summary: "Rejects a value that is not one of its field's options.",
  rationale:
    "A panel or filter for a value that no event has shows nothing, and looks like a feature that nobody uses.",
  messages: {
    unknown: { text: "{value} is not an option of “{field}”.", hint: "{hint}" },
  },
  examples: [
    metricExample("options of the enum", { dimensions: "{ editor: { values: [old, new] } }" }),
    metricExample(
      "a misspelt value",
      { dimensions: "{ editor: { values: [odl, new] } }" },
      {
        "/dimensions/editor/values/0": "unknown",
      },
    ),
    metricExample(
      "a filter for a misspelt value",
      { source: "{ stream: ui.toggle, aggregation: count, filter: { editor: [old, nwe] } }" },
      { "/source/filter/editor/1": "unknown" },
    ),
  ],
});
