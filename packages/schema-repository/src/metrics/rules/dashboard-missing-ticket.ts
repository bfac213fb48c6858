import { dashboardExample, introduction } from "../../model/dashboard-example.ts";
import { defineRule } from "../../model/rule.ts";

export const dashboardMissingTicket = defineRule({
  id: "dashboard-missing-ticket",
  concern: "metrics",
  generator: "dashboards",
  severity: "error",
  summary: "Rejects a dashboard without a link to its ticket.",
  rationale: "The ticket says why the numbers were requested and what was decided about them.",
  messages: {
    missing: {
      text: "The dashboard has no link to a ticket.",
      hint: "Add one under links, or to the first panel.",
    },
  },
  examples: [
    dashboardExample("a ticket in the introduction", {}),
    dashboardExample("a ticket among the links", {
      links: [{ type: "link", title: "T1", url: "https://example.org/T1" }],
      panels: [{ ...introduction, options: { content: "Responsible: Search team." } }],
    }),
    dashboardExample(
      "no ticket",
      { panels: [{ ...introduction, options: { content: "Responsible: Search team." } }] },
      { "": "missing" },
    ),
  ],
});
