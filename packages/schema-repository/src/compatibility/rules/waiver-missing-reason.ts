import { waiverExample } from "../../model/version-pair.ts";
import { defineRule } from "../../model/rule.ts";

export const waiverMissingReason = defineRule({
  id: "waiver-missing-reason",
  concern: "settings",
  severity: "error",
  summary: "Requires a reason and an owner for every waiver.",
  rationale: "Nobody can withdraw a waiver later if it does not say why it was given.",
  messages: {
    found: {
      text: "The waiver for {title} {version} has no {missing}.",
      hint: "Write why the break is acceptable, and who is responsible for it.",
    },
  },
  examples: [waiverExample("explained", {}), waiverExample("not explained", { reason: undefined }, "found")],
});
