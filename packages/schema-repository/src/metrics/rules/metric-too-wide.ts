import { metricExample } from "../../model/metric-example.ts";
import { defineRule } from "../../model/rule.ts";

const twentyTwo = `{ field: skin, values: [${[..."abcdefghijklmnopqrstuv"].join(", ")}] }`;

export const metricTooWide = defineRule({
  id: "metric-too-wide",
  concern: "metrics",
  generator: "metrics",
  severity: "warn",
  summary: "Warns about a metric that would have thousands of series.",
  rationale:
    "Each combination of values is a series of its own, which Graphite and Prometheus store for years. A graph of thousands of lines cannot be read.",
  messages: {
    wide: {
      text: "Its dimensions have {count} combinations; at most {limit} are allowed.",
      hint: "List fewer values, or split it into several metrics.",
    },
  },
  examples: [
    metricExample("few combinations", { dimensions: "{ editor: {}, enabled: {} }" }),
    metricExample(
      "too many",
      { dimensions: `{ one: ${twentyTwo}, other: ${twentyTwo}, third: ${twentyTwo} }` },
      { "/dimensions": "wide" },
    ),
  ],
});
