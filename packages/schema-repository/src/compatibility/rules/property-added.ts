import { versionPair } from "../../model/version-pair.ts";
import { defineRule } from "../../model/rule.ts";

export const propertyAdded = defineRule({
  id: "property-added",
  concern: "compatibility",
  severity: "info",
  summary: "Reports a new optional property.",
  rationale: "This is how a schema grows: nobody has to change anything.",
  messages: {
    found: { text: "{path} is a new property." },
  },
  examples: [
    versionPair(
      "nothing new",
      "properties:\n  n: {type: integer, maximum: 100}\n",
      "properties:\n  n: {type: integer, maximum: 100}\n",
      undefined,
      { version: "1.0.1" },
    ),
    versionPair(
      "a new property",
      "properties:\n  n: {type: integer, maximum: 100}\n",
      "properties:\n  n: {type: integer, maximum: 100}\n  m: {type: string}\n",
      "/properties/m",
    ),
  ],
});
