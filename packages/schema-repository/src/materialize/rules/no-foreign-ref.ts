import { defineRule } from "../../model/rule.ts";

export const noForeignRef = defineRule({
  id: "no-foreign-ref",
  concern: "structure",
  severity: "error",
  summary: "Rejects a `$ref` that points outside the configured bases.",
  rationale:
    "The content of a reference is copied into what is published. From outside the repository, it could be any file of the machine, or whatever a server returns today.",
  messages: {
    foreign: {
      text: "“{reference}” does not point to any of the configured bases.",
      hint: "Refer to a schema of this repository as “/title/1.0.0”, or add the place to “referenceBases” in addendum.yaml.",
    },
  },
  examples: [
    {
      name: "a schema of the repository",
      files: {
        "schemas/c/1.0.0.yaml": "$id: /c/1.0.0\ntype: string\n",
        "schemas/c/current.yaml": "title: c\n$id: /c/1.0.0\ntype: object\nexamples: [{}]\n",
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\nproperties: {x: {$ref: /c/1.0.0}}\n",
      },
      findings: [],
    },
    {
      name: "a path that climbs out",
      files: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\nproperties: {x: {$ref: /../../etc/passwd}}\n",
      },
      findings: [{ file: "schemas/a/b/current.yaml", pointer: "/properties/x/$ref", messageId: "foreign" }],
    },
    {
      name: "a file URI",
      files: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\nproperties: {x: {$ref: 'file:///etc/passwd'}}\n",
      },
      findings: [{ file: "schemas/a/b/current.yaml", pointer: "/properties/x/$ref", messageId: "foreign" }],
    },
  ],
});
