import { waiverExample } from "../version-pair.ts";
import { defineRule } from "../../rule.ts";

export const waiverUnused = defineRule({
  id: "waiver-unused",
  concern: "settings",
  severity: "error",
  summary: "Rejects a waiver that permits nothing.",
  rationale: "What permits nothing today permits something unforeseen tomorrow.",
  messages: {
    found: {
      text: "The waiver for {title} {version} permits nothing: there is no such finding.",
      hint: "Take it out.",
    },
  },
  examples: [waiverExample("used", {}), waiverExample("not used", {}, "found", 200)],
});
