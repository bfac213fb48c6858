import { defineRule } from "../../model/rule.ts";

export const noTitleMismatch = defineRule({
  id: "no-title-mismatch",
  concern: "structure",
  severity: "error",
  adoptedSeverity: "warn",
  summary: "Demands that the title is the file's own place.",
  rationale:
    "People and tools look a schema up by its title, and expect its files in the directory of that name.",
  messages: {
    mismatch: {
      text: "The title is “{text}”, but the file stands at “{expected}”.",
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
