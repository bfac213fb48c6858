import { defineRule } from "../../model/rule.ts";

export const noIdMismatch = defineRule({
  id: "no-id-mismatch",
  concern: "structure",
  severity: "error",
  adoptedSeverity: "warn",
  summary: "Requires that `$id` matches the file's path.",
  rationale:
    "Producers write the `$id` into every event, and intakes find the schema by it. An `$id` that differs from the path refers to nothing, or to another schema.",
  messages: {
    mismatch: {
      text: "$id is “{text}”, but the file's path is “{expected}”.",
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
