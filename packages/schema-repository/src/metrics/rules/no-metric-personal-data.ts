import { metricExample } from "../../model/metric-example.ts";
import { defineRule } from "../../model/rule.ts";

export const noMetricPersonalData = defineRule({
  id: "no-metric-personal-data",
  concern: "metrics",
  generator: "metrics",
  severity: "error",
  summary: "Rejects personal data as a dimension or value of a metric.",
  rationale:
    "Metrics are stored for years and read by many. A user's name, a session's token or an exact edit count would outlive the retention of the event that it comes from. Enumerated buckets such as “5-99 edits” identify nobody.",
  messages: {
    dimension: {
      text: "The dimension “{dimension}” would store “{field}”, which is personal data ({kind}).",
      hint: "Use a bucket with an enum, or remove the dimension.",
    },
    value: {
      text: "The {aggregation} of “{field}” would store one person's data ({kind}).",
      hint: "Count distinct values, or aggregate a bucket.",
    },
    filter: {
      text: "The filter singles out values of “{field}”, which is personal data ({kind}).",
      hint: "Filter by a bucket, or not at all.",
    },
  },
  examples: [
    metricExample("an enumerated bucket", { dimensions: "{ edit_count: { field: edit_count_bucket } }" }),
    metricExample(
      "an exact edit count",
      { dimensions: "{ edit_count: {} }" },
      {
        "/dimensions/edit_count": "dimension",
      },
    ),
    metricExample(
      "a greatest edit count",
      {
        source: "{ stream: ui.toggle, aggregation: max, field: edit_count }",
      },
      { "/source/field": "value" },
    ),
    metricExample(
      "one person's events",
      { source: "{ stream: ui.toggle, aggregation: count, filter: { user_name: Somebody } }" },
      { "/source/filter/user_name": "filter" },
    ),
  ],
});
