import { waiverExample } from "../../model/version-pair.ts";
import { defineRule } from "../../model/rule.ts";

export const waiverMissingReason = defineRule({
  id: "waiver-missing-reason",
  concern: "settings",
  severity: "error",
  summary: "Demands a reason and an owner for every waiver.",
  rationale: "A permission that nobody explained is one that nobody can take back.",
  messages: {
    found: {
      text: "The waiver for {title} {version} has no {missing}.",
      hint: "Write why the change is made all the same, and who answers for it.",
    },
  },
  examples: [waiverExample("explained", {}), waiverExample("not explained", { reason: undefined }, "found")],
});
