import { pastWaiverExample, waiverExample } from "../../model/version-pair.ts";
import { defineRule } from "../../model/rule.ts";

export const waiverUnused = defineRule({
  id: "waiver-unused",
  concern: "settings",
  severity: "error",
  summary: "Rejects a waiver that permits nothing in a version that is not published yet.",
  rationale:
    "What permits nothing today permits something unforeseen tomorrow. A waiver of a published version stays: it says why a break was accepted.",
  messages: {
    found: {
      text: "The waiver for {title} {version} permits nothing: there is no such finding.",
      hint: "Take it out.",
    },
  },
  examples: [
    waiverExample("used", {}),
    waiverExample("not used", {}, "found", 200),
    pastWaiverExample("not used, of a published version", {}, 200),
  ],
});
