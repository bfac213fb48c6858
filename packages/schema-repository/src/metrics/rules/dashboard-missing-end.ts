import { dashboardExample, introduction } from "../../model/dashboard-example.ts";
import { defineRule } from "../../model/rule.ts";

export const dashboardMissingEnd = defineRule({
  id: "dashboard-missing-end",
  concern: "metrics",
  generator: "dashboards",
  severity: "error",
  summary: "Rejects a temporary dashboard that does not say when it ends.",
  rationale:
    "A dashboard meant for a month stays for years if nobody knows when to remove it, and costs storage and attention.",
  messages: {
    missing: {
      text: "The dashboard is temporary, but neither its title nor its introduction contains the day on which it ends.",
      hint: "Add “(until YYYY-MM-DD)” to the title.",
    },
  },
  examples: [
    dashboardExample("a temporary dashboard with its end", {
      title: "Search (until 2027-01-31)",
      tags: ["temporary"],
    }),
    dashboardExample(
      "a temporary dashboard without an end",
      { tags: ["temporary"], panels: [introduction] },
      { "/title": "missing" },
    ),
  ],
});
