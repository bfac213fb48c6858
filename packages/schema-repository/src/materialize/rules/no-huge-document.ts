import { defineRule } from "../../model/rule.ts";

export const noHugeDocument = defineRule({
  id: "no-huge-document",
  concern: "structure",
  severity: "error",
  summary: "Rejects a document that is too large.",
  rationale:
    "Limits keep every run short: a few lines of YAML aliases can expand to billions of values, and deep nesting exhausts the stack of programs that read the file later.",
  messages: {
    tooLarge: {
      text: "{what} exceeds the limit of {limit}.",
      hint: "Split the schema, or move parts into fragments.",
    },
    example: {
      text: "The example of this schema would be too large to read.",
      hint: "Write a small one under “examples:”.",
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
      name: "an example with a million items",
      files: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nproperties:\n  list: {type: array, minItems: 1000000, items: {type: string}}\n",
      },
      findings: [{ file: "schemas/a/b/current.yaml", messageId: "example" }],
    },
  ],
});
