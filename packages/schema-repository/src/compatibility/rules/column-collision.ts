import { versionPair } from "../../model/version-pair.ts";
import { defineRule } from "../../model/rule.ts";

export const columnCollision = defineRule({
  id: "column-collision",
  concern: "compatibility",
  severity: "error",
  summary: "Rejects a property that maps to a column another property already has.",
  rationale:
    "Warehouses ignore case and most punctuation in column names, so two property names that differ only in these become one column.",
  messages: {
    found: {
      text: "{name} maps to the same column as {other}: {column}.",
      hint: "Choose a name that differs by more than case and punctuation.",
    },
  },
  examples: [
    versionPair(
      "a name of its own",
      "properties:\n  n: {type: integer, maximum: 100}\n",
      "properties:\n  n: {type: integer, maximum: 100}\n  m: {type: integer}\n",
    ),
    versionPair(
      "a name that differs by case",
      "properties:\n  n: {type: integer, maximum: 100}\n",
      "properties:\n  n: {type: integer, maximum: 100}\n  N: {type: integer}\n",
      "/properties/N",
    ),
  ],
});
