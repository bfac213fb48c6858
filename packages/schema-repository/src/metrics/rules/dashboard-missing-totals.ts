import { dashboardExample, graphExample, introduction } from "../../model/dashboard-example.ts";
import { defineRule } from "../../model/rule.ts";

const share = graphExample("Share of clicks", ["divideSeries(Search.clicks, Search.opens)"], {
  fieldConfig: { defaults: { unit: "percentunit" } },
});
const totals = graphExample("Opens", ["Search.opens"], { gridPos: { x: 12, y: 4, w: 12, h: 8 } });

export const dashboardMissingTotals = defineRule({
  id: "dashboard-missing-totals",
  concern: "metrics",
  generator: "dashboards",
  severity: "warn",
  summary: "Warns about means and percentages without the numbers they are based on.",
  rationale:
    "Half of two and half of two million look the same. The totals show whether a change is meaningful.",
  messages: {
    missing: {
      text: "The panel “{title}” shows a mean or a share, but no panel shows its totals.",
      hint: "Add a panel with the numbers that it is computed from.",
    },
  },
  examples: [
    dashboardExample("a share and its total", { panels: [introduction, share, totals] }),
    dashboardExample("a share alone", { panels: [introduction, share] }, { "/panels/1": "missing" }),
  ],
});
