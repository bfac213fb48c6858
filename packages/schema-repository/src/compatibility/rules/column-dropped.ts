import { versionPair } from "../../model/version-pair.ts";
import { defineRule } from "../../model/rule.ts";

export const columnDropped = defineRule({
  id: "column-dropped",
  concern: "compatibility",
  severity: "error",
  summary: "Rejects a change by which a warehouse column would go.",
  rationale:
    "Events are loaded into tables whose columns follow the schema. A column that nothing fills any more breaks the queries that read it, without a word.",
  messages: {
    found: {
      text: "The column {column} ({type}) would be dropped.",
      hint: "Keep the property; new ones become new columns.",
    },
  },
  examples: [
    versionPair(
      "a new column",
      "properties:\n  n: {type: integer, maximum: 100}\n",
      "properties:\n  n: {type: integer, maximum: 100}\n  m: {type: string}\n",
    ),
    versionPair(
      "a column less",
      "properties:\n  n: {type: integer, maximum: 100}\n  m: {type: string}\n",
      "properties:\n  n: {type: integer, maximum: 100}\n",
      "/properties",
    ),
    versionPair(
      "a fragment is no table",
      "properties:\n  n: {type: integer, maximum: 100}\n  m: {type: string}\n",
      "properties:\n  n: {type: integer, maximum: 100}\n",
      undefined,
      { title: "fragment/b" },
    ),
  ],
});
