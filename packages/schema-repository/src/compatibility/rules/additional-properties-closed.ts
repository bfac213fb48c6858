import { versionPair } from "../../model/version-pair.ts";
import { defineRule } from "../../model/rule.ts";

export const additionalPropertiesClosed = defineRule({
  id: "additional-properties-closed",
  concern: "compatibility",
  severity: "error",
  summary: "Rejects that an object is closed.",
  rationale:
    "Events may have carried properties that nobody declared, and the intake let them pass. From here on they would be refused.",
  messages: {
    found: {
      text: "{path} allowed undeclared properties in {old}, and no longer does.",
      hint: "Leave out `additionalProperties: false`; the intake counts undeclared properties, and refuses them where it is told to. To close it, begin {major}.",
    },
  },
  examples: [
    versionPair(
      "closed from the beginning",
      "properties:\n  n: {type: integer, maximum: 100}\nadditionalProperties: false\n",
      "properties:\n  n: {type: integer, maximum: 100}\n  m: {type: string}\nadditionalProperties: false\n",
    ),
    versionPair(
      "closed later",
      "properties:\n  n: {type: integer, maximum: 100}\n",
      "properties:\n  n: {type: integer, maximum: 100}\nadditionalProperties: false\n",
      "/additionalProperties",
    ),
  ],
});
