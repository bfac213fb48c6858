import { dashboardExample, graphExample, introduction } from "../../model/dashboard-example.ts";
import { defineRule } from "../../model/rule.ts";

const stacked = (mode: string) =>
  graphExample("Clicks", ["Search.clicks.byWiki.*"], {
    fieldConfig: { defaults: { custom: { stacking: { mode } } } },
  });

export const noDashboardStacking = defineRule({
  id: "no-dashboard-stacking",
  concern: "metrics",
  generator: "dashboards",
  severity: "error",
  summary: "Rejects panels that stack their lines.",
  rationale:
    "In a stack only the lowest line and the sum can be read, because every other line moves with those below it. A missing value looks like a drop of all of them.",
  messages: {
    stacked: {
      text: "The panel “{title}” stacks its lines.",
      hint: "Turn stacking off, and show the total in its own panel.",
    },
  },
  examples: [
    dashboardExample("lines beside each other", { panels: [introduction, stacked("none")] }),
    dashboardExample(
      "a stack",
      { panels: [introduction, stacked("normal")] },
      { "/panels/1/fieldConfig/defaults/custom/stacking/mode": "stacked" },
    ),
    dashboardExample(
      "a stack of an old graph panel",
      { panels: [introduction, { id: 2, type: "graph", title: "Clicks", stack: true, targets: [] }] },
      { "/panels/1/stack": "stacked" },
    ),
  ],
});
