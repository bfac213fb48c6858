import { defineRule } from "../../model/rule.ts";

export const noTitleMismatch = defineRule({
  id: "no-title-mismatch",
  concern: "structure",
  severity: "error",
  adoptedSeverity: "warn",
  summary: "Requires that the title matches the file's path.",
  rationale:
    "People and tools look up a schema by its title and expect its files in the directory of that name.",
  messages: {
    mismatch: {
      text: "The title is “{text}”, but the file's path is “{expected}”.",
      hint: "Write “{field}: {expected}”, or move the file.",
    },
  },
  examples: [
    {
      name: "the directory's name",
      files: { "schemas/a/b/current.yaml": "title: a/b\n$id: /a/b/1.0.0\ntype: object\nexamples: [{}]\n" },
      findings: [],
    },
    {
      name: "another name",
      files: { "schemas/a/b/current.yaml": "title: a/c\n$id: /a/b/1.0.0\ntype: object\nexamples: [{}]\n" },
      findings: [{ file: "schemas/a/b/current.yaml", pointer: "/title", messageId: "mismatch" }],
    },
  ],
});
