import { versionPair } from "../../model/version-pair.ts";
import { defineRule } from "../../model/rule.ts";

export const columnDropped = defineRule({
  id: "column-dropped",
  concern: "compatibility",
  severity: "error",
  summary: "Rejects a change after which a warehouse column is no longer filled.",
  rationale:
    "Events are loaded into tables whose columns follow the schema. When nothing fills a column any more, queries that read it break without an error.",
  messages: {
    found: {
      text: "The column {column} ({type}) would no longer be filled.",
      hint: "Keep the property. Add new properties as new columns.",
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
      "a fragment is not a table",
      "properties:\n  n: {type: integer, maximum: 100}\n  m: {type: string}\n",
      "properties:\n  n: {type: integer, maximum: 100}\n",
      undefined,
      { title: "fragment/b" },
    ),
  ],
});
