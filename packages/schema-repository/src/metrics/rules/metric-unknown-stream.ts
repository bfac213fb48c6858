import { metricExample, pageFiles } from "../../model/metric-example.ts";
import { defineRule } from "../../model/rule.ts";

export const metricUnknownStream = defineRule({
  id: "metric-unknown-stream",
  concern: "metrics",
  generator: "metrics",
  severity: "error",
  summary: "Rejects a metric of a stream that does not exist or whose schema is unknown.",
  rationale:
    "Without the stream there are no events. Without its schema, nobody can tell whether the fields that the metric reads exist.",
  messages: {
    unknown: { text: "There is no stream “{stream}”.", hint: "{hint}" },
    untitled: {
      text: "The stream “{stream}” accepts events of any schema.",
      hint: "Give it a `title` in streams.yaml.",
    },
    schemaless: {
      text: "The stream “{stream}” has the schema “{title}”, which has no version.",
      hint: "Commit the schema first.",
    },
  },
  examples: [
    metricExample("a stream of streams.yaml", {}),
    metricExample(
      "a misspelt stream",
      { source: "{ stream: ui.togle, aggregation: count }" },
      {
        "/source/stream": "unknown",
      },
    ),
    metricExample(
      "another stream to divide by, misspelt",
      {
        source: "{ stream: ui.toggle, aggregation: count, per: { stream: ui.pages } }",
        normalization: "per page view",
      },
      { "/source/per/stream": "unknown" },
      { others: pageFiles },
    ),
    metricExample(
      "a stream without a schema",
      { source: "{ stream: ui.any, aggregation: count }" },
      {
        "/source/stream": "untitled",
      },
    ),
  ],
});
