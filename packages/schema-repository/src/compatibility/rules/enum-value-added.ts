import { versionPair } from "../../model/version-pair.ts";
import { defineRule } from "../../model/rule.ts";

export const enumValueAdded = defineRule({
  id: "enum-value-added",
  concern: "compatibility",
  severity: "info",
  summary: "Remarks on a new option of an enumeration.",
  rationale:
    "Every event stays valid. Code that handles each option, and has no other branch, meets one that it does not know.",
  messages: {
    found: { text: "{path} may be {options} now: a switch over its options has no case for that." },
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
