import { versionPair } from "../../model/version-pair.ts";
import { defineRule } from "../../model/rule.ts";

export const eventInvalidated = defineRule({
  id: "event-invalidated",
  concern: "compatibility",
  severity: "error",
  summary: "Rejects a version that rejects an event of an earlier version.",
  rationale:
    "Events are recorded once and read for years. Every version of a major promises that each event that was ever valid stays valid. This version breaks the promise, and the event that is shown proves it.",
  messages: {
    refused: {
      text: "{place}{change}; events of {old} {affected} would be rejected.",
      hint: "{remedy}; {instead}.",
    },
    missing: {
      text: "{path} is now required{when}; events of {old} without it would be rejected.",
      hint: "Leave {path} optional, because recorded events may lack it. To require it, start {major}.",
    },
    together: {
      text: "No single change rejects events of {old} at {path}, but together the changes do.",
      hint: "Undo one of the changes, or start {major}.",
    },
  },
  examples: [
    versionPair(
      "a wider maximum",
      "properties:\n  n: {type: integer, maximum: 100}\n",
      "properties:\n  n: {type: integer, maximum: 200}\n",
    ),
    versionPair(
      "a lower maximum",
      "properties:\n  n: {type: integer, maximum: 100}\n",
      "properties:\n  n: {type: integer, maximum: 50}\n",
      "/properties/n/maximum",
      { messageId: "refused" },
    ),
    versionPair(
      "a new required property",
      "properties:\n  n: {type: integer, maximum: 100}\n",
      "properties:\n  n: {type: integer, maximum: 100}\n  m: {type: string}\nrequired: [m]\n",
      "/required",
      { messageId: "missing" },
    ),
  ],
});
