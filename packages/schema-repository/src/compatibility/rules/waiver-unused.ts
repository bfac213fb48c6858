import { pastWaiverExample, waiverExample } from "../../model/version-pair.ts";
import { defineRule } from "../../model/rule.ts";

export const waiverUnused = defineRule({
  id: "waiver-unused",
  concern: "settings",
  severity: "error",
  summary: "Rejects a waiver that matches nothing, for a version that is not published yet.",
  rationale:
    "A waiver that permits nothing today would permit an unforeseen break tomorrow. A waiver of a published version stays, because it says why the break was accepted.",
  messages: {
    found: {
      text: "The waiver for {title} {version} matches no finding.",
      hint: "Remove it.",
    },
  },
  examples: [
    waiverExample("used", {}),
    waiverExample("not used", {}, "found", 200),
    pastWaiverExample("not used, of a published version", {}, 200),
  ],
});
