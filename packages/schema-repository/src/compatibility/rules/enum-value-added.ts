import { versionPair } from "../../model/version-pair.ts";
import { defineRule } from "../../model/rule.ts";

export const enumValueAdded = defineRule({
  id: "enum-value-added",
  concern: "compatibility",
  severity: "info",
  summary: "Reports a new option of an enumeration.",
  rationale:
    "Every old event stays valid, but code that handles each option without a default branch receives an option it does not know.",
  messages: {
    found: {
      text: "{path} may now be {options}; code that has no default branch for other values does not handle this.",
    },
  },
  examples: [
    versionPair(
      "the same options",
      "properties:\n  e: {enum: [a, b]}\n",
      "properties:\n  e: {enum: [b, a]}\n",
      undefined,
      { version: "1.0.1" },
    ),
    versionPair(
      "an option more",
      "properties:\n  e: {enum: [a, b]}\n",
      "properties:\n  e: {enum: [a, b, c]}\n",
      "/properties/e/enum",
    ),
  ],
});
