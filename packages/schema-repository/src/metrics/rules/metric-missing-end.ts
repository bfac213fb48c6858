import { metricExample } from "../../model/metric-example.ts";
import { defineRule } from "../../model/rule.ts";

export const metricMissingEnd = defineRule({
  id: "metric-missing-end",
  concern: "metrics",
  generator: "metrics",
  severity: "error",
  summary: "Rejects a temporary metric without a last day or a clean-up ticket.",
  rationale:
    "Temporary things stay unless someone removes them. The day makes the check fail in time, and the ticket says what to remove.",
  messages: {
    missing: { text: "The metric is temporary but has no {key}.", hint: "Add `{key}:` to its deprecation." },
  },
  examples: [
    metricExample("an end", { deprecation: "{ temporary: true, sunset: 2027-01-31, ticket: T2 }" }),
    metricExample(
      "no end",
      { deprecation: "{ temporary: true, ticket: T2 }" },
      { "/deprecation": "missing" },
    ),
  ],
});
