import { defineRule } from "../../model/rule.ts";

const files = {
  "schemas/a/b/1.0.0.yaml":
    "title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nproperties:\n  skin: { type: string }\n",
};

export const queryReadsUndeclaredField = defineRule({
  id: "query-reads-undeclared-field",
  concern: "producers",
  severity: "error",
  summary: "Rejects a query that reads a field that no version declares.",
  rationale:
    "The table has no such column, so the query fails or finds nothing. Usually a name is misspelt, or the schema that adds the field is not merged yet.",
  messages: {
    field: {
      text: "The query reads “{path}” of {table}, which no version declares.",
      hint: "Correct the name, or add the field to the schema first.",
    },
    name: {
      text: "The query reads “{path}”, which none of its tables declares.",
      hint: "Correct the name, or add the field to the schema first.",
    },
  },
  examples: [
    {
      name: "a field that is declared",
      files,
      queries: [{ file: "reports/skins.hql", read: [{ table: "a_b", path: ["skin"] }], undeclared: [] }],
      findings: [],
    },
    {
      name: "a misspelt one",
      files,
      queries: [
        {
          file: "reports/skins.hql",
          read: [],
          undeclared: [{ table: "a_b", path: ["skni"], offset: 7 }],
        },
      ],
      findings: [{ file: "reports/skins.hql", messageId: "field" }],
    },
    {
      name: "a name that either of two tables might have",
      files,
      queries: [
        {
          file: "reports/skins.hql",
          read: [],
          undeclared: [{ table: undefined, path: ["skni"], offset: 7 }],
        },
      ],
      findings: [{ file: "reports/skins.hql", messageId: "name" }],
    },
  ],
});
