import { metricExample, pageFiles } from "../../model/metric-example.ts";
import { defineRule } from "../../model/rule.ts";

export const metricInvalidSampling = defineRule({
  id: "metric-invalid-sampling",
  concern: "metrics",
  generator: "metrics",
  severity: "error",
  summary: "Rejects a number that the stream's sample cannot provide.",
  rationale:
    "A sample of page views contains parts of many sessions, so it cannot tell how many there were: a session with ten page views is far more likely to be in it than one with a single page view. The same applies to every other repeated value. Counts and sums are multiplied by one over the rate; distinct values cannot be.",
  messages: {
    sessions: {
      text: "“{field}” identifies sessions, but {stream} is a sample of page views.",
      hint: "Sample the stream by session, or count page views.",
    },
    distinct: {
      text: "Distinct values of “{field}” cannot be counted in {stream}, because it is a sample of {rate}.",
      hint: "Count events, or send the whole stream.",
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
