import { defineRule } from "../../model/rule.ts";

export const versionInvalidFormat = defineRule({
  id: "version-invalid-format",
  concern: "versions",
  severity: "error",
  adoptedSeverity: "warn",
  summary: "Requires a version of the form X.Y.Z.",
  rationale:
    "Versions are compared, sorted and built into URIs. Tools disagree about what a partial version or a pre-release means.",
  messages: {
    coerced: {
      text: "“{text}” does not end in a version of the form X.Y.Z (jsonschema-tools reads it as {coerced}).",
      hint: "Write “/{title}/{coerced}”.",
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
      name: "a partial version",
      files: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\n",
      },
      findings: [{ file: "schemas/a/b/current.yaml", pointer: "/$id", messageId: "coerced" }],
    },
    {
      name: "a pre-release",
      files: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.0.0-rc.1\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\n",
      },
      findings: [{ file: "schemas/a/b/current.yaml", pointer: "/$id", messageId: "coerced" }],
    },
  ],
});
