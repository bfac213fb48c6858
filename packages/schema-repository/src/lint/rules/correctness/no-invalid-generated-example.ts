import { defineRule } from "../../../model/rule.ts";

export const noInvalidGeneratedExample = defineRule({
  id: "no-invalid-generated-example",
  concern: "correctness",
  severity: "warn",
  summary: "Warns about a generated example that its own schema rejects.",
  rationale:
    "Examples are generated without knowing what the values mean. Where that fails, write one by hand.",
  messages: {
    invalid: {
      text: "The generated example is rejected at {place}: {reason}.",
      hint: "Write an example under “examples:”.",
    },
  },
  examples: [
    {
      name: "nothing to generate",
      files: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\n",
      },
      findings: [],
    },
    {
      name: "a pattern and a length that fight",
      files: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nproperties: {n: {type: string, pattern: '^a$', minLength: 3}}\n",
      },
      findings: [{ file: "schemas/a/b/current.yaml", pointer: "/properties", messageId: "invalid" }],
    },
  ],
});
