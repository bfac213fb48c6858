import { metricExample, pageFiles } from "../../model/metric-example.ts";
import { defineRule } from "../../model/rule.ts";

export const metricUndeclaredField = defineRule({
  id: "metric-undeclared-field",
  concern: "metrics",
  generator: "metrics",
  severity: "error",
  summary: "Rejects a metric of a field that no version declares.",
  rationale:
    "No event has the field, so the metric would be empty. Usually the name is misspelt, or the schema that adds the field is not merged yet.",
  messages: {
    undeclared: { text: "No version of {title} declares “{field}”.", hint: "{hint}" },
  },
  examples: [
    metricExample("fields that are declared", {
      source:
        "{ stream: ui.toggle, aggregation: mean, field: seconds, filter: { meta.domain: en.example.org } }",
      dimensions: "{ editor: {} }",
    }),
    metricExample(
      "a field of another stream to divide by",
      {
        source:
          "{ stream: ui.toggle, aggregation: count, per: { stream: ui.page, filter: { skin: vector } } }",
        normalization: "per page view",
        dimensions: "{ editor: {}, skin: {} }",
      },
      {},
      { others: pageFiles },
    ),
    metricExample(
      "a field that only the metric's own stream has",
      {
        source:
          "{ stream: ui.toggle, aggregation: count, per: { stream: ui.page, filter: { editor: old } } }",
        normalization: "per page view",
      },
      { "/source/per/filter/editor": "undeclared" },
      { others: pageFiles },
    ),
    metricExample(
      "misspelt ones",
      {
        source: "{ stream: ui.toggle, aggregation: sum, field: second, filter: { editr: old } }",
        dimensions: "{ enabld: {} }",
      },
      {
        "/source/field": "undeclared",
        "/source/filter/editr": "undeclared",
        "/dimensions/enabld": "undeclared",
      },
    ),
  ],
});
