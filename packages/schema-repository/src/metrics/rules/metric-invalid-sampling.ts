import { metricExample, pageFiles } from "../../model/metric-example.ts";
import { defineRule } from "../../model/rule.ts";

export const metricInvalidSampling = defineRule({
  id: "metric-invalid-sampling",
  concern: "metrics",
  generator: "metrics",
  severity: "error",
  summary: "Rejects a number that its stream's sample cannot give.",
  rationale:
    "A sample of page views holds parts of many sessions, so nobody can tell from it how many there were: one with ten page views is far more likely to be in it than one with a single one. The same is true of every other value that comes again and again. Counts and sums are multiplied by one over the rate; distinct values cannot be.",
  messages: {
    sessions: {
      text: "“{field}” tells sessions apart, but {stream} is a sample of page views.",
      hint: "Sample the stream by session, or count page views.",
    },
    distinct: {
      text: "Distinct values of “{field}” cannot be counted in {stream}, which is a sample of {rate}.",
      hint: "Count events, or send the stream whole.",
    },
  },
  examples: [
    metricExample("sessions of a stream that is whole", {
      source: "{ stream: ui.toggle, aggregation: distinct, field: session_id }",
    }),
    metricExample("a count in a sample", { source: "{ stream: ui.sampled, aggregation: count }" }),
    metricExample(
      "sessions in a sample of page views",
      {
        source: "{ stream: ui.sampled, aggregation: distinct, field: session_id }",
      },
      { "/source/field": "sessions" },
    ),
    metricExample(
      "per session of another stream, which is whole",
      {
        source: "{ stream: ui.sampled, aggregation: count, per: { stream: ui.page, distinct: session_id } }",
        normalization: "per session",
      },
      {},
      { others: pageFiles },
    ),
    metricExample(
      "per session of another stream, which is a sample of page views",
      {
        source:
          "{ stream: ui.toggle, aggregation: count, per: { stream: ui.page_sampled, distinct: session_id } }",
        normalization: "per session",
      },
      { "/source/per/distinct": "sessions" },
      { others: pageFiles },
    ),
    metricExample(
      "skins in a sample",
      {
        source: "{ stream: ui.sampled, aggregation: distinct, field: skin }",
      },
      { "/source/field": "distinct" },
    ),
  ],
});
