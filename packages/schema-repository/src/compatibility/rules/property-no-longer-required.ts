import { versionPair } from "../../model/version-pair.ts";
import { defineRule } from "../../model/rule.ts";

export const propertyNoLongerRequired = defineRule({
  id: "property-no-longer-required",
  concern: "compatibility",
  severity: "warn",
  summary: "Warns that a property is no longer required.",
  rationale: "Every old event stays valid, but code that reads events may depend on the property.",
  messages: {
    found: {
      text: "{path} was required in {old} and no longer is; code that reads events must expect it to be missing.",
      hint: "Keep filling it as long as somebody reads it.",
    },
  },
  examples: [
    versionPair(
      "required as before",
      "properties:\n  n: {type: integer, maximum: 100}\nrequired: [n]\n",
      "properties:\n  n: {type: integer, maximum: 100}\n  m: {type: string}\nrequired: [n]\n",
      undefined,
      { settings: { generateExamples: false } },
    ),
    versionPair(
      "no longer required",
      "properties:\n  n: {type: integer, maximum: 100}\nrequired: [n]\n",
      "properties:\n  n: {type: integer, maximum: 100}\n",
      "",
      { settings: { generateExamples: false } },
    ),
  ],
});
