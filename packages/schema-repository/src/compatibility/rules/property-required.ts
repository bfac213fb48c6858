import { versionPair } from "../../model/version-pair.ts";
import { defineRule } from "../../model/rule.ts";

export const propertyRequired = defineRule({
  id: "property-required",
  concern: "compatibility",
  severity: "error",
  summary: "Rejects making a property required.",
  rationale: "Events recorded without it would become invalid, and producers that do not know it would fail.",
  messages: {
    found: {
      text: "{path} is required now and was optional in {old}.",
      hint: "Leave it optional, because recorded events may lack it. To require it, start {major}.",
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
