import { versionPair } from "../../model/version-pair.ts";
import { defineRule } from "../../model/rule.ts";

export const columnCollision = defineRule({
  id: "column-collision",
  concern: "compatibility",
  severity: "error",
  summary: "Rejects a property whose column another one has already.",
  rationale:
    "Warehouses know no upper case, and few signs: two properties whose names differ by these alone become one column.",
  messages: {
    found: {
      text: "{name} would have the same column as {other}: {column}.",
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
