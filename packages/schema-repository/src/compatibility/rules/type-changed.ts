import { versionPair } from "../../model/version-pair.ts";
import { defineRule } from "../../model/rule.ts";

export const typeChanged = defineRule({
  id: "type-changed",
  concern: "compatibility",
  severity: "error",
  summary: "Rejects that a value changes its type.",
  rationale: "Whoever reads the value reads it as what it was: code, tables and reports hang on its type.",
  messages: {
    found: {
      text: "{path} was {before} in {old}, and is {after} now.",
      hint: "Add a new property with the new type beside it, and deprecate this one. To change it, begin {major}.",
    },
  },
  examples: [
    versionPair(
      "the same type, written in another way",
      "properties:\n  v: {type: [string, 'null']}\n",
      "properties:\n  v: {anyOf: [{type: string}, {type: 'null'}]}\n",
    ),
    versionPair(
      "another type",
      "properties:\n  v: {type: integer}\n",
      "properties:\n  v: {type: string}\n",
      "/properties/v/type",
    ),
  ],
});
