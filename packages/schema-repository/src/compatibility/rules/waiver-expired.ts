import { waiverExample } from "../version-pair.ts";
import { defineRule } from "../../rule.ts";

export const waiverExpired = defineRule({
  id: "waiver-expired",
  concern: "settings",
  severity: "error",
  summary: "Rejects a waiver whose last day is over.",
  rationale:
    "A permission with an end was given for a time; then the change is made good, or the permission given anew.",
  messages: {
    found: {
      text: "The waiver for {title} {version} held until {until}.",
      hint: "Take it out, and make the change good, or give it a later day and say why.",
    },
  },
  examples: [
    waiverExample("to come", { until: "2999-12-31" }),
    waiverExample("over", { until: "2020-01-31" }, "found"),
  ],
});
