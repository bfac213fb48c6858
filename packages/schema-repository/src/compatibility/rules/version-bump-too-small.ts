import { versionPair } from "../../model/version-pair.ts";
import { defineRule } from "../../model/rule.ts";

export const versionBumpTooSmall = defineRule({
  id: "version-bump-too-small",
  concern: "versions",
  severity: "error",
  summary: "Demands a version that says how much has changed.",
  rationale:
    "Whoever takes a new version looks at its number first: a patch changes no event, a minor version only adds.",
  messages: {
    found: {
      text: "{version} is too small a step after {previous}: {what}.",
      hint: "Set {least}: `addendum bump {source}`.",
    },
  },
  examples: [
    versionPair("a patch for another description", "description: one\n", "description: other\n", undefined, {
      version: "1.0.1",
    }),
    versionPair(
      "a minor version for a new property",
      "properties:\n  n: {type: integer, maximum: 100}\n",
      "properties:\n  n: {type: integer, maximum: 100}\n  m: {type: string}\n",
    ),
    versionPair(
      "a patch for a new property",
      "properties:\n  n: {type: integer, maximum: 100}\n",
      "properties:\n  n: {type: integer, maximum: 100}\n  m: {type: string}\n",
      "/$id",
      { version: "1.0.1" },
    ),
  ],
});
