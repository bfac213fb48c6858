import { pastWaiverExample, waiverExample } from "../../model/version-pair.ts";
import { defineRule } from "../../model/rule.ts";

export const waiverExpired = defineRule({
  id: "waiver-expired",
  concern: "settings",
  severity: "error",
  summary: "Rejects an expired waiver of a version that is not published yet.",
  rationale:
    "A permission with an end was given for a time; then the change is made good, or the permission given anew. Once the version is published the waiver is history: what passed by it stays accepted.",
  messages: {
    found: {
      text: "The waiver for {title} {version} held until {until}.",
      hint: "Take it out, and make the change good, or give it a later day and say why.",
    },
  },
  examples: [
    waiverExample("to come", { until: "2999-12-31" }),
    waiverExample("over", { until: "2020-01-31" }, "found"),
    pastWaiverExample("over, of a published version", { until: "2020-01-31" }),
  ],
});
