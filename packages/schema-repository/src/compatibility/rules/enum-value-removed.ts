import { versionPair } from "../../model/version-pair.ts";
import { defineRule } from "../../model/rule.ts";

export const enumValueRemoved = defineRule({
  id: "enum-value-removed",
  concern: "compatibility",
  severity: "error",
  summary: "Rejects the removal of an option.",
  rationale: "Recorded events have that option, and producers may still send it.",
  messages: {
    found: {
      text: "{path} no longer accepts {before}, which {old} accepts.",
      hint: "Keep the option, and say in the description that it is no longer sent. To remove it, start {major}.",
    },
  },
  examples: [
    versionPair(
      "an option more",
      "properties:\n  e: {enum: [a, b]}\n",
      "properties:\n  e: {enum: [a, b, c]}\n",
    ),
    versionPair(
      "an option less",
      "properties:\n  e: {enum: [a, b]}\n",
      "properties:\n  e: {enum: [a]}\n",
      "/properties/e/enum",
    ),
  ],
});
