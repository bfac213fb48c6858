import { metricExample } from "../../model/metric-example.ts";
import { defineRule } from "../../model/rule.ts";

export const metricInvalidNormalization = defineRule({
  id: "metric-invalid-normalization",
  concern: "metrics",
  generator: "metrics",
  severity: "warn",
  summary: "Requires a normalized metric to say what it is divided by.",
  rationale:
    "To compute “per session”, the query must know which field identifies sessions, or which events represent one.",
  messages: {
    missing: {
      text: "The metric is {normalization}, but its source does not say what to divide by.",
      hint: "Add `per: { distinct: FIELD }` or `per: { filter: { FIELD: VALUE } }` to the source, with `stream: NAME` where they are events of another stream.",
    },
    needless: {
      text: "The source says what the metric is divided by, but the metric is not normalized.",
      hint: "Add `normalization: per session` or `per page view`, or remove `per`.",
    },
  },
  examples: [
    metricExample("sessions by a field", {
      normalization: "per session",
      source: "{ stream: ui.toggle, aggregation: count, per: { distinct: session_id } }",
    }),
    metricExample(
      "sessions of which nothing is said",
      { normalization: "per session" },
      {
        "/normalization": "missing",
      },
    ),
    metricExample(
      "sessions that nobody asked for",
      {
        source: "{ stream: ui.toggle, aggregation: count, per: { distinct: session_id } }",
      },
      { "/source/per": "needless" },
    ),
  ],
});
