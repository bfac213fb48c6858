import { versionPair } from "../../model/version-pair.ts";
import { defineRule } from "../../model/rule.ts";

export const eventInvalidated = defineRule({
  id: "event-invalidated",
  concern: "compatibility",
  severity: "error",
  summary: "Rejects a version that refuses an event of an earlier one.",
  rationale:
    "Events are recorded once and read for years. A version of the same major promises that every event that was ever valid still is; this one breaks the promise, and the event that is shown is the proof.",
  messages: {
    refused: {
      text: "Events of {old} would be refused at {path}.",
      hint: "Allow at {path} what {old} allowed; to ask for less, add a new property beside it, or begin {major}.",
    },
    missing: {
      text: "Events of {old} without {path} would be refused.",
      hint: "Leave {path} optional: old events do not have it. To demand it, begin {major}.",
    },
    together: {
      text: "Events of {old} would be refused at {path}; no single change does it, all together do.",
      hint: "Look at what the changes allow together, or begin {major}.",
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
