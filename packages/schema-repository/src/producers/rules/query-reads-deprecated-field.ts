import { defineRule } from "../../model/rule.ts";

const files = {
  "schemas/a/b/1.0.0.yaml":
    "title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nproperties:\n  page: { type: integer, deprecated: true, successor: page_id }\n  page_id: { type: integer }\n  user:\n    type: object\n    properties:\n      name: { type: string, deprecated: true }\n",
};
const reads = (...paths: readonly (readonly string[])[]) => [
  { file: "reports/pages.hql", read: paths.map((path) => ({ table: "a_b", path })), undeclared: [] },
];

export const queryReadsDeprecatedField = defineRule({
  id: "query-reads-deprecated-field",
  concern: "producers",
  severity: "warn",
  summary: "Warns about a query that reads a deprecated field but not its successor.",
  rationale:
    "Old events have the old field, new ones its successor. While a table contains both, a query must read both, or its figures drop although nothing has changed.",
  messages: {
    successor: {
      text: "The query reads “{path}” of {table}, which is deprecated, but not its successor “{successor}”.",
      hint: "Read both: coalesce({successor}, {path}).",
    },
    deprecated: {
      text: "The query reads “{path}” of {table}, which is deprecated.",
      hint: "The schema does not name a successor. Ask its owner, and add `successor`.",
    },
  },
  examples: [
    { name: "the old field and its successor", files, queries: reads(["page"], ["page_id"]), findings: [] },
    {
      name: "the old field alone",
      files,
      queries: reads(["page"]),
      findings: [{ file: "reports/pages.hql", messageId: "successor" }],
    },
    {
      name: "a deprecated field without a successor",
      files,
      queries: reads(["user", "name"]),
      findings: [{ file: "reports/pages.hql", messageId: "deprecated" }],
    },
  ],
});
