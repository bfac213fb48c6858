import { versionPair } from "../../model/version-pair.ts";
import { defineRule } from "../../model/rule.ts";

export const formatChanged = defineRule({
  id: "format-changed",
  concern: "compatibility",
  severity: "error",
  summary: "Rejects a change of a value's format.",
  rationale: "Recorded values do not have the new format, and code that parses them expects the old one.",
  messages: {
    found: {
      text: "The format of {path} changed from {before} to {after} since {old}.",
      hint: "Keep the format and add a new property for the new one. To change it, start {major}.",
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
