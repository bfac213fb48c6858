import { versionPair } from "../../model/version-pair.ts";
import { defineRule } from "../../model/rule.ts";

export const propertyNoLongerRequired = defineRule({
  id: "property-no-longer-required",
  concern: "compatibility",
  severity: "warn",
  summary: "Warns that a property is no longer required.",
  rationale: "Every event stays valid, but whoever reads events counted on the property being there.",
  messages: {
    found: {
      text: "{path} was required in {old}, and no longer is: whoever reads events has to expect that it is missing.",
      hint: "Keep filling it as long as somebody counts on it.",
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
