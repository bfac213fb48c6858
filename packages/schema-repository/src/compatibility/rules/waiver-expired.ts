import { pastWaiverExample, waiverExample } from "../../model/version-pair.ts";
import { defineRule } from "../../model/rule.ts";

export const waiverExpired = defineRule({
  id: "waiver-expired",
  concern: "settings",
  severity: "error",
  summary: "Rejects an expired waiver of a version that is not published yet.",
  rationale:
    "A waiver with an end date was given for a limited time. After it, fix the change or renew the waiver. Once the version is published the waiver is history, and what it permitted stays accepted.",
  messages: {
    found: {
      text: "The waiver for {title} {version} expired on {until}.",
      hint: "Remove it and fix the change, or set a later date and say why.",
    },
  },
  examples: [
    waiverExample("to come", { until: "2999-12-31" }),
    waiverExample("over", { until: "2020-01-31" }, "found"),
    pastWaiverExample("over, of a published version", { until: "2020-01-31" }),
  ],
});
