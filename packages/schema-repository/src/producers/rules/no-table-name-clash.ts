import { defineRule } from "../../model/rule.ts";

const settings = {
  contentTypes: ["yaml"],
  extensionlessAliases: false,
  latestAliases: false,
  tables: {
    out: "tables",
    engines: ["duckdb"],
    database: undefined,
    location: undefined,
    timestamps: "string",
    misfits: "omit",
  },
} as const;
const version = (title: string) =>
  `title: ${title}\n$id: /${title}/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nproperties:\n  a: {type: string}\n`;

export const noTableNameClash = defineRule({
  id: "no-table-name-clash",
  concern: "events",
  generator: "tables",
  severity: "error",
  summary: "Rejects two titles that map to the same table.",
  rationale:
    "A table's name contains only letters, digits and underscores. Two titles that differ only in other characters would write into the same table.",
  messages: {
    clash: {
      text: "{title} and {other} both map to the table {table}.",
      hint: "Rename one of them.",
    },
  },
  examples: [
    {
      name: "a table for each",
      files: { "schemas/a/b/1.0.0.yaml": version("a/b"), "schemas/a/c/1.0.0.yaml": version("a/c") },
      settings,
      findings: [],
    },
    {
      name: "a dash and an underscore",
      files: { "schemas/a/b-c/1.0.0.yaml": version("a/b-c"), "schemas/a/b_c/1.0.0.yaml": version("a/b_c") },
      settings,
      findings: [{ file: "schemas/a/b_c/1.0.0.yaml", pointer: "/title", messageId: "clash" }],
    },
  ],
});
