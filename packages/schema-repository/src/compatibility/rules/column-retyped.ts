import { versionPair } from "../../model/version-pair.ts";
import { defineRule } from "../../model/rule.ts";

export const columnRetyped = defineRule({
  id: "column-retyped",
  concern: "compatibility",
  severity: "error",
  summary: "Rejects a change that would change the type of a warehouse column.",
  rationale:
    "A column keeps its type permanently, because loaded rows cannot be loaded again. Changing `integer` to `number` is valid for events but breaks a BIGINT column.",
  messages: {
    found: {
      text: "The column {column} is {before} for events of {old} and would have to become {after}.",
      hint: "Add a new property with the new type and keep this one. To change the type, start {major}.",
    },
  },
  examples: [
    versionPair(
      "a wider range of the same type",
      "properties:\n  n: {type: integer, maximum: 100}\n",
      "properties:\n  n: {type: integer, maximum: 200}\n",
    ),
    versionPair(
      "an integer becomes a number",
      "properties:\n  n: {type: integer}\n",
      "properties:\n  n: {type: number}\n",
      "/properties/n/type",
    ),
  ],
});
