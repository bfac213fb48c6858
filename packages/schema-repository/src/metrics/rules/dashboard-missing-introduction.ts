import { dashboardExample, graphExample } from "../../model/dashboard-example.ts";
import { defineRule } from "../../model/rule.ts";

const clicks = graphExample("Clicks", ["Search.clicks"]);

export const dashboardMissingIntroduction = defineRule({
  id: "dashboard-missing-introduction",
  concern: "metrics",
  generator: "dashboards",
  severity: "error",
  summary: "Rejects a dashboard that does not start with a text panel.",
  rationale:
    "Without its question, a graph is read as the answer to another one. The first panel says what is measured and why.",
  messages: {
    graph: {
      text: "The first panel is not a text panel.",
      hint: "Put a text panel at the top that says which questions the dashboard answers.",
    },
    empty: { text: "The introduction is empty.", hint: "Write which questions the dashboard answers." },
    none: { text: "The dashboard has no panels.", hint: "Start with a text panel." },
  },
  examples: [
    dashboardExample("an introduction", {}),
    dashboardExample("a graph first", { panels: [clicks] }, { "/panels/0": "graph" }),
    dashboardExample(
      "an empty introduction",
      { panels: [{ id: 1, type: "text", options: { content: " " } }, clicks] },
      { "/panels/0": "empty" },
    ),
    dashboardExample("no panels", { panels: [] }, { "/panels": "none" }),
  ],
});
