import { dashboardExample, introduction } from "../../model/dashboard-example.ts";
import { defineRule } from "../../model/rule.ts";

export const dashboardMissingOwner = defineRule({
  id: "dashboard-missing-owner",
  concern: "metrics",
  generator: "dashboards",
  severity: "error",
  summary: "Rejects a dashboard that does not say who is responsible for it.",
  rationale:
    "When a line looks wrong, someone has to be asked. Dashboards without an owner are neither fixed nor removed.",
  messages: {
    missing: {
      text: "No text of the dashboard says who is responsible.",
      hint: "Write “Responsible: …” in the first panel.",
    },
  },
  examples: [
    dashboardExample("somebody is responsible", {}),
    dashboardExample(
      "nobody is",
      { panels: [{ ...introduction, options: { content: "Ticket: https://example.org/T1" } }] },
      { "/panels/0": "missing" },
    ),
  ],
});
