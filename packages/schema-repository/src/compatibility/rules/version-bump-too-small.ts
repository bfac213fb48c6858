import { versionPair } from "../../model/version-pair.ts";
import { defineRule } from "../../model/rule.ts";

export const versionBumpTooSmall = defineRule({
  id: "version-bump-too-small",
  concern: "versions",
  severity: "error",
  summary: "Requires a version number that matches the size of the change.",
  rationale:
    "People who upgrade look at the number first: a patch changes no event, and a minor version only adds.",
  messages: {
    found: {
      text: "{version} is too small a step from {previous}: {what}.",
      hint: "Use {least}: `addendum bump {source}`.",
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
