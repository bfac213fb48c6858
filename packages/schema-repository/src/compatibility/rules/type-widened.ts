import { versionPair } from "../../model/version-pair.ts";
import { defineRule } from "../../model/rule.ts";

export const typeWidened = defineRule({
  id: "type-widened",
  concern: "compatibility",
  severity: "info",
  summary: "Reports that a value may have more types.",
  rationale:
    "Every old event stays valid, but code that reads the value may receive a type it does not know.",
  messages: {
    found: { text: "{path} was {before} in {old} and may now be {after}." },
  },
  examples: [
    versionPair(
      "the same types",
      "properties:\n  v: {type: integer}\n",
      "properties:\n  v: {type: integer}\n",
      undefined,
      { version: "1.0.1" },
    ),
    versionPair(
      "one type more",
      "properties:\n  v: {type: string}\n",
      "properties:\n  v: {type: [string, 'null']}\n",
      "/properties/v/type",
    ),
  ],
});
