import { metricExample } from "../../model/metric-example.ts";
import { defineRule } from "../../model/rule.ts";

export const metricInvalidFieldType = defineRule({
  id: "metric-invalid-field-type",
  concern: "metrics",
  generator: "metrics",
  severity: "error",
  summary: "Rejects a field whose type does not fit what the metric does with it.",
  rationale:
    "Only numbers can be added up or averaged, and only a single value can be a dimension, because a list or an object cannot be a node of a path.",
  messages: {
    number: { text: "“{field}” is {type}, but {aggregation} needs a number.", hint: "Name a numeric field." },
    single: {
      text: "“{field}” is {type}, but {use} needs a string, an integer or a boolean.",
      hint: "Name a field with one such value per event.",
    },
    value: { text: "“{field}” is {type} and can never be {value}.", hint: "Correct the value." },
    missing: { text: "{aggregation} needs a field.", hint: "Add `field:` to the source." },
    needless: {
      text: "`count` counts events, so “{field}” has no effect.",
      hint: "Remove `field:`, or choose `distinct`.",
    },
  },
  examples: [
    metricExample("a mean of numbers, by a string", {
      source: "{ stream: ui.toggle, aggregation: mean, field: seconds }",
      dimensions: "{ editor: {} }",
    }),
    metricExample(
      "a sum of strings",
      { source: "{ stream: ui.toggle, aggregation: sum, field: editor }" },
      {
        "/source/field": "number",
      },
    ),
    metricExample(
      "a sum of nothing",
      { source: "{ stream: ui.toggle, aggregation: sum }" },
      {
        "/source/aggregation": "missing",
      },
    ),
    metricExample(
      "a count of a field",
      { source: "{ stream: ui.toggle, aggregation: count, field: skin }" },
      {
        "/source/field": "needless",
      },
    ),
    metricExample(
      "a list as a dimension",
      { dimensions: "{ side: { field: sides } }" },
      {
        "/dimensions/side/field": "single",
      },
    ),
    metricExample(
      "a filter that nothing passes",
      { source: "{ stream: ui.toggle, aggregation: count, filter: { enabled: yes-please } }" },
      { "/source/filter/enabled": "value" },
    ),
  ],
});
