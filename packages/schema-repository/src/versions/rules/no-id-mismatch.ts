import { defineRule } from "../../model/rule.ts";

export const noIdMismatch = defineRule({
  id: "no-id-mismatch",
  concern: "structure",
  severity: "error",
  adoptedSeverity: "warn",
  summary: "Demands that `$id` is the file's own place.",
  rationale:
    "Producers write the `$id` into every event, and intakes find the schema by it. An `$id` off its path points at nothing, or at another schema.",
  messages: {
    mismatch: {
      text: "$id is “{text}”, but the file stands at “{expected}”.",
      hint: "Write “$id: {expected}”, or move the file.",
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
      name: "another title's path",
      files: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/c/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\n",
      },
      findings: [{ file: "schemas/a/b/current.yaml", pointer: "/$id", messageId: "mismatch" }],
    },
  ],
});
