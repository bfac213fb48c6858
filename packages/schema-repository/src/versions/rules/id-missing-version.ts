import { defineRule } from "../../model/rule.ts";

export const idMissingVersion = defineRule({
  id: "id-missing-version",
  concern: "versions",
  severity: "error",
  summary: "Requires a version in the version field.",
  rationale: "The version names the file to write. Without it, nothing can be written.",
  messages: {
    missing: {
      text: "“{field}” is missing, so the file does not say which version it is.",
      hint: "Add “{field}: /{title}/1.0.0”.",
    },
    invalid: {
      text: "“{field}” is “{text}”, which contains no version.",
      hint: "End it with a version: “/{title}/1.0.0”.",
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
      name: "no $id",
      files: { "schemas/a/b/current.yaml": "title: a/b\ntype: object\n" },
      findings: [{ file: "schemas/a/b/current.yaml", pointer: "", messageId: "missing" }],
    },
    {
      name: "an $id without a version",
      files: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/next\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\n",
      },
      findings: [{ file: "schemas/a/b/current.yaml", pointer: "/$id", messageId: "invalid" }],
    },
  ],
});
