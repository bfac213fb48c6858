import { versionPair } from "../../model/version-pair.ts";
import { defineRule } from "../../model/rule.ts";

export const additionalPropertiesClosed = defineRule({
  id: "additional-properties-closed",
  concern: "compatibility",
  severity: "error",
  summary: "Rejects closing an object that accepted undeclared properties.",
  rationale:
    "Recorded events may carry properties that nobody declared, because the intake accepted them. Closing the object would reject those events.",
  messages: {
    found: {
      text: "Undeclared properties of {path} were valid in {old} and are now rejected.",
      hint: "Remove `additionalProperties: false`. The intake counts undeclared properties, and can be set to reject them. To close the object, start {major}.",
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
