import { versionPair } from "../version-pair.ts";
import { defineRule } from "../../rule.ts";

export const containmentUnknown = defineRule({
  id: "containment-unknown",
  concern: "compatibility",
  severity: "error",
  summary: "Rejects a version of which it cannot be proved that old events stay valid.",
  rationale:
    "Neither a proof nor an event that breaks was found. What cannot be decided blocks: an event that is refused for years costs more than a schema that is written in a plainer way.",
  messages: {
    unknown: {
      text: "Whether every event of {old} is valid here cannot be decided: “{keyword}” in the {document} version: {reason}.",
      hint: "Write the constraint in a plainer way, or permit the change with a waiver once you are sure.",
    },
  },
  examples: [
    versionPair(
      "a pattern that was there before",
      "properties:\n  s: {type: string, pattern: 'a(?=b)'}\n",
      "properties:\n  s: {type: string, pattern: 'a(?=b)'}\n  t: {type: string}\n",
    ),
    versionPair(
      "another pattern with a look-ahead",
      "properties:\n  s: {type: string, pattern: '^ab'}\n",
      "properties:\n  s: {type: string, pattern: '^a(?=b)'}\n",
      "/properties/s/pattern",
      { messageId: "unknown" },
    ),
  ],
});
