import { dashboardExample, graphExample, introduction } from "../../model/dashboard-example.ts";
import { defineRule } from "../../model/rule.ts";

const clicks = (wiki: string) => graphExample(`Clicks on ${wiki}`, [`Search.clicks.byWiki.${wiki}`]);

export const dashboardMissingVariable = defineRule({
  id: "dashboard-missing-variable",
  concern: "metrics",
  generator: "dashboards",
  severity: "warn",
  summary: "Warns about panels that differ only in the value of a dimension.",
  rationale:
    "A panel for each value has to be copied for the next value, and fixed as often as it was copied. A variable lets people choose; one panel by the dimension lets them compare.",
  messages: {
    repeated: {
      text: "The panels {titles} differ only in the value of “{dimension}”.",
      hint: "Make “{dimension}” a variable, or show its values as lines of one panel.",
    },
  },
  examples: [
    dashboardExample("a variable", { panels: [introduction, clicks("$wiki")] }),
    dashboardExample(
      "a panel for each wiki",
      { panels: [introduction, clicks("enwiki"), clicks("dewiki")] },
      { "/panels/2": "repeated" },
    ),
  ],
});
