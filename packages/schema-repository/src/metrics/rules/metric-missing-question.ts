import { metricExample } from "../../model/metric-example.ts";
import { defineRule } from "../../model/rule.ts";

export const metricMissingQuestion = defineRule({
  id: "metric-missing-question",
  concern: "metrics",
  generator: "metrics",
  severity: "warn",
  summary: "Requires a metric to say what it answers, what it shows, and where it comes from.",
  rationale:
    "A number cannot be interpreted if nobody wrote down its question. The description, the user's action and the code that records it let readers trace it to its origin.",
  messages: {
    missing: { text: "The metric “{name}” does not state its {keys}.", hint: "Add a sentence for each." },
  },
  examples: [
    metricExample("all are there", {}),
    metricExample(
      "neither a question nor a collector",
      { question: undefined, collector: undefined },
      {
        "": "missing",
      },
    ),
  ],
});
