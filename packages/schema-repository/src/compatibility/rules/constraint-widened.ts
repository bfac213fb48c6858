import { versionPair } from "../../model/version-pair.ts";
import { defineRule } from "../../model/rule.ts";

export const constraintWidened = defineRule({
  id: "constraint-widened",
  concern: "compatibility",
  severity: "info",
  summary: "Reports that a constraint was relaxed.",
  rationale: "Every old event stays valid; the new version also accepts others.",
  messages: {
    found: { text: "{path} accepts more values than in {old}." },
  },
  examples: [
    versionPair(
      "the same constraint",
      "properties:\n  n: {type: integer, maximum: 100}\n",
      "properties:\n  n: {type: integer, maximum: 100}\n",
      undefined,
      { version: "1.0.1" },
    ),
    versionPair(
      "a higher maximum",
      "properties:\n  n: {type: integer, maximum: 100}\n",
      "properties:\n  n: {type: integer, maximum: 200}\n",
      "/properties/n",
    ),
  ],
});
