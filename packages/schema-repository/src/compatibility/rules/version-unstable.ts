import { versionPair } from "../../model/version-pair.ts";
import { defineRule } from "../../model/rule.ts";

const number = "properties:\n  n: {type: integer}\n";
const text = "properties:\n  n: {type: string}\n";
const settings = { unstable: { titles: ["a/*"], zeroMajor: false } };

export const versionUnstable = defineRule({
  id: "version-unstable",
  concern: "versions",
  severity: "info",
  summary: "Reports an unstable version, which is not compared with older ones.",
  rationale:
    "The settings list the schema under “unstable:”, so nothing proves that its old events stay valid. Anyone who reads its events should know that.",
  messages: {
    found: {
      text: "{version} is unstable: it was not compared with older versions, and their events may be invalid under it.",
    },
  },
  examples: [
    versionPair("a stable schema", number, number, undefined, { version: "1.0.1" }),
    versionPair("an unstable one, whose change would break old events", number, text, "/$id", { settings }),
  ],
});
