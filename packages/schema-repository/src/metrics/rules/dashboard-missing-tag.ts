import { dashboardExample } from "../../model/dashboard-example.ts";
import { defineRule } from "../../model/rule.ts";

export const dashboardMissingTag = defineRule({
  id: "dashboard-missing-tag",
  concern: "metrics",
  generator: "dashboards",
  severity: "warn",
  summary: "Warns of dashboards without tags.",
  rationale: "Tags are how a team finds its dashboards among thousands.",
  messages: {
    missing: { text: "The dashboard has no tags.", hint: "Add the team and the feature as tags." },
  },
  examples: [
    dashboardExample("a tag", {}),
    dashboardExample("no tags", { tags: [] }, { "/tags": "missing" }),
  ],
});
