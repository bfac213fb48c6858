import { pastWaiverExample, waiverExample } from "../../model/version-pair.ts";
import { defineRule } from "../../model/rule.ts";

export const waiverTooWide = defineRule({
  id: "waiver-too-wide",
  concern: "settings",
  severity: "error",
  summary: "Rejects a waiver that is broader than what it permits in a version that is not published yet.",
  rationale: "What a waiver permits beyond its cause is permitted unseen.",
  messages: {
    rules: {
      text: "The waiver for {title} {version} lists rules that say nothing here: {rules}.",
      hint: "List only the rules whose findings are meant.",
    },
    pointer: {
      text: "The waiver for {title} {version} permits everything at {wide}, and all there is stands at {pointer}.",
      hint: "Write “pointer: {pointer}”.",
    },
  },
  examples: [
    waiverExample("as wide as what it permits", {}),
    waiverExample("for the whole schema", { pointer: undefined }, "pointer"),
    waiverExample("with rules that say nothing", { rules: ["event-invalidated", "type-changed"] }, "rules"),
    pastWaiverExample("for the whole of a published version", { pointer: undefined }),
  ],
});
