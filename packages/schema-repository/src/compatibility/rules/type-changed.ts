import { versionPair } from "../../model/version-pair.ts";
import { defineRule } from "../../model/rule.ts";

export const typeChanged = defineRule({
  id: "type-changed",
  concern: "compatibility",
  severity: "error",
  summary: "Rejects changing a value's type.",
  rationale: "Code, tables and reports that read the value depend on its type.",
  messages: {
    found: {
      text: "The type of {path} changed from {before} to {after} since {old}.",
      hint: "Add a new property with the new type beside it and deprecate this one. To change the type, start {major}.",
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
