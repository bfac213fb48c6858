import { pastWaiverExample, waiverExample } from "../../model/version-pair.ts";
import { defineRule } from "../../model/rule.ts";

export const waiverTooWide = defineRule({
  id: "waiver-too-wide",
  concern: "settings",
  severity: "error",
  summary:
    "Rejects a waiver that is broader than the findings it permits, for a version that is not published yet.",
  rationale: "A waiver that is too broad also permits breaks that nobody has looked at.",
  messages: {
    rules: {
      text: "The waiver for {title} {version} lists rules that report nothing here: {rules}.",
      hint: "List only the rules that report something.",
    },
    pointer: {
      text: "The waiver for {title} {version} covers {wide}, but the only finding is at {pointer}.",
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
