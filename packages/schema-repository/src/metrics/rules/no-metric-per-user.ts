import { metricExample } from "../../model/metric-example.ts";
import { defineRule } from "../../model/rule.ts";

export const noMetricPerUser = defineRule({
  id: "no-metric-per-user",
  concern: "metrics",
  generator: "metrics",
  severity: "error",
  summary: "Rejects a metric that counts by user.",
  rationale:
    "To count users, events of one person would have to be linked for as long as the metric runs. Sessions and page views answer nearly every question and are soon forgotten.",
  messages: {
    normalization: {
      text: "The metric is normalized per user.",
      hint: "Normalize it `per session` or `per page view`.",
    },
    distinct: {
      text: "Distinct values of “{field}” are users.",
      hint: "Count sessions instead: name the field that identifies them.",
    },
  },
  examples: [
    metricExample("per session", {
      normalization: "per session",
      source: "{ stream: ui.toggle, aggregation: count, per: { distinct: session_id } }",
    }),
    metricExample("per user", { normalization: "per user" }, { "/normalization": "normalization" }),
    metricExample(
      "users, counted",
      {
        source: "{ stream: ui.toggle, aggregation: distinct, field: user_name }",
      },
      { "/source/field": "distinct" },
    ),
  ],
});
