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
      text: "Producers' code that compiles with {old} would fail to compile because of {path}.",
      hint: "Keep what the type accepted in {old}; add a new property for anything else.",
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
