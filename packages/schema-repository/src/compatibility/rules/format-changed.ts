import { versionPair } from "../../model/version-pair.ts";
import { defineRule } from "../../model/rule.ts";

export const formatChanged = defineRule({
  id: "format-changed",
  concern: "compatibility",
  severity: "error",
  summary: "Rejects that a value is asked to have another format.",
  rationale: "Values that were recorded do not have it, and whoever parses them expects the old one.",
  messages: {
    found: {
      text: "{path} had {before} in {old}, and has {after} now.",
      hint: "Keep the format, and add a new property for the new one. To change it, begin {major}.",
    },
  },
  examples: [
    versionPair(
      "a format that is left out",
      "properties:\n  v: {type: string, format: date-time}\n",
      "properties:\n  v: {type: string}\n",
    ),
    versionPair(
      "another format",
      "properties:\n  v: {type: string, format: date}\n",
      "properties:\n  v: {type: string, format: uuid}\n",
      "/properties/v/format",
    ),
  ],
});
