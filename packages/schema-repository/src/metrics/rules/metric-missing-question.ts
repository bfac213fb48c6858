import { metricExample } from "../../model/metric-example.ts";
import { defineRule } from "../../model/rule.ts";

export const metricMissingQuestion = defineRule({
  id: "metric-missing-question",
  concern: "metrics",
  generator: "metrics",
  severity: "warn",
  summary: "Asks what a metric answers, what it shows, and where it comes from.",
  rationale:
    "A number whose question nobody wrote down cannot be read. The description, the user's action and the code that records it let a reader follow it back to where it begins.",
  messages: {
    missing: { text: "The metric “{name}” does not say its {keys}.", hint: "Add a sentence for each." },
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
