import { defineRule } from "../../model/rule.ts";

export const noInvalidDocument = defineRule({
  id: "no-invalid-document",
  concern: "structure",
  severity: "error",
  summary: "Rejects a file that cannot be read as one YAML or JSON object.",
  rationale:
    "Everything else is derived from the file, so if its content is not clear, the work stops before anything is written.",
  messages: {
    missing: { text: "The file does not exist." },
    syntax: {
      text: "The file is not valid YAML: {reason}.",
      hint: "Correct the text at this place; an editor with YAML support shows it too.",
    },
    unreadable: {
      text: "The file cannot be read: {reason}.",
      hint: "Make it a regular, readable file in UTF-8.",
    },
    cyclic: {
      text: "An alias refers to the value that contains it.",
      hint: "Write the value out instead of referring to it.",
    },
    root: {
      text: "A schema file must contain one object.",
      hint: "Start it with “title:” and “$id:”.",
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
      name: "a bracket that is never closed",
      files: { "schemas/a/b/current.yaml": "title: a/b\n$id: [\n" },
      findings: [{ file: "schemas/a/b/current.yaml", messageId: "syntax" }],
    },
    {
      name: "a tab that seems to indent",
      files: {
        "schemas/a/b/current.yaml":
          "title: a/b\nproperties:\n  box:\n    type: object\n\tadditionalProperties: false\n",
      },
      findings: [{ file: "schemas/a/b/current.yaml", messageId: "syntax" }],
    },
    {
      name: "a list where an object belongs",
      files: { "schemas/a/b/current.yaml": "- a\n" },
      findings: [{ file: "schemas/a/b/current.yaml", messageId: "root" }],
    },
  ],
});
