import { versionPair } from "../../model/version-pair.ts";
import { defineRule } from "../../model/rule.ts";

export const producerTypeNarrowed = defineRule({
  id: "producer-type-narrowed",
  concern: "compatibility",
  severity: "error",
  summary: "Rejects a change by which producers’ code would no longer compile.",
  rationale:
    "Producers import the type of the newest version of a major. A new version that refuses what the old one took stops their build.",
  messages: {
    found: {
      text: "Code that fills {path} as {old} had it would no longer compile.",
      hint: "Allow in the type what {old} allowed.",
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
