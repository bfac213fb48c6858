import { dashboardExample, graphExample, introduction } from "../../model/dashboard-example.ts";
import { defineRule } from "../../model/rule.ts";

export const noDashboardMixedMetrics = defineRule({
  id: "no-dashboard-mixed-metrics",
  concern: "metrics",
  generator: "dashboards",
  severity: "warn",
  summary: "Warns about panels that show several metrics.",
  rationale:
    "Metrics of different sizes on one axis hide each other and suggest meaningless comparisons. A metric by its dimension, or with its totals, counts as one metric.",
  messages: {
    mixed: {
      text: "The panel “{title}” shows several metrics: {metrics}.",
      hint: "Give each metric its own panel.",
    },
  },
  examples: [
    dashboardExample("one metric by its dimension", {
      panels: [
        introduction,
        graphExample("Clicks by wiki", ["Search.clicks.byWiki.enwiki", "Search.clicks.byWiki.dewiki"]),
      ],
    }),
    dashboardExample(
      "two metrics",
      { panels: [introduction, graphExample("All", ["Search.clicks", "Search.opens"])] },
      { "/panels/1/targets/1": "mixed" },
    ),
  ],
});
