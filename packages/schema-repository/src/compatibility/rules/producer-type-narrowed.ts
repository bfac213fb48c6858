import { versionPair } from "../../model/version-pair.ts";
import { defineRule } from "../../model/rule.ts";

export const producerTypeNarrowed = defineRule({
  id: "producer-type-narrowed",
  concern: "compatibility",
  severity: "error",
  summary: "Rejects a change that stops producers' code from compiling.",
  rationale:
    "Producers import the type of the newest version of a major. If a new version rejects what the previous one accepted, their build fails.",
  messages: {
    found: {
      text: "Code that fills {path} with a value that {old} accepts would no longer compile.",
      hint: "Keep accepting in the type what {old} accepted.",
    },
  },
  examples: [
    versionPair(
      "a new optional property",
      "properties:\n  n: {type: integer, maximum: 100}\n",
      "properties:\n  n: {type: integer, maximum: 100}\n  m: {type: string}\n",
    ),
    versionPair(
      "a new required property",
      "properties:\n  n: {type: integer, maximum: 100}\n",
      "properties:\n  n: {type: integer, maximum: 100}\n  m: {type: string}\nrequired: [m]\n",
      "/required",
    ),
  ],
});
