import { dashboardExample } from "../../model/dashboard-example.ts";
import { defineRule } from "../../model/rule.ts";

export const dashboardMissingTag = defineRule({
  id: "dashboard-missing-tag",
  concern: "metrics",
  generator: "dashboards",
  severity: "warn",
  summary: "Warns about dashboards without tags.",
  rationale: "Teams find their dashboards among thousands by tags.",
  messages: {
    missing: { text: "The dashboard has no tags.", hint: "Add the team and the feature as tags." },
  },
  examples: [
    dashboardExample("a tag", {}),
    dashboardExample("no tags", { tags: [] }, { "/tags": "missing" }),
  ],
});
