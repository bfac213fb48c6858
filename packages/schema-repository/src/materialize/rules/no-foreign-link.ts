import { defineRule } from "../../model/rule.ts";

export const noForeignLink = defineRule({
  id: "no-foreign-link",
  concern: "structure",
  severity: "error",
  summary: "Rejects a symbolic link that points outside the repository.",
  rationale: "The content behind a link is published as if it were in the repository.",
  messages: {
    outside: {
      text: "The symbolic link points outside the repository, to “{target}”.",
      hint: "Replace the link with the file itself.",
    },
  },
  examples: [
    {
      name: "a schema in order",
      files: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\n",
      },
      findings: [],
    },
    {
      name: "a link to the system's files",
      files: { "schemas/a/b/current.yaml": "-> ../../../../etc/hostname" },
      findings: [{ file: "schemas/a/b/current.yaml", messageId: "outside" }],
    },
  ],
});
