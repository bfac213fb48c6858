import { defineRule } from "../../../model/rule.ts";

export const noInvalidExample = defineRule({
  id: "no-invalid-example",
  concern: "correctness",
  severity: "error",
  summary: "Rejects a written example that its own schema rejects.",
  rationale: "People copy examples, and canary events are made from them. An invalid one misleads both.",
  messages: {
    invalid: {
      text: "Example {number} is rejected at {place}: {reason}.",
      hint: "Correct the example or the schema.",
    },
  },
  examples: [
    {
      name: "an example that fits",
      files: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\nproperties: {n: {type: integer}}\n",
      },
      findings: [],
    },
    {
      name: "a string for an integer",
      files: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{n: many}]\nproperties: {n: {type: integer}}\n",
      },
      findings: [{ file: "schemas/a/b/current.yaml", pointer: "/examples/0/n", messageId: "invalid" }],
    },
  ],
});
