import { defineRule } from "../../model/rule.ts";

export const refMissingLock = defineRule({
  id: "ref-missing-lock",
  concern: "structure",
  severity: "error",
  summary: "Requires that remote references are recorded in `addendum.lock`.",
  rationale:
    "Runs are offline and repeatable: a remote schema is fetched once, on request, and its content is stored in the repository under its hash.",
  messages: {
    missing: {
      text: "“{reference}” is not in this repository, and addendum.lock does not record it.",
      hint: "Run `addendum materialize --fetch` once, and commit addendum.lock and .addendum/refs.",
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
      name: "a base on the network, nothing fetched yet",
      files: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\nproperties: {x: {$ref: /remote/thing/1.0.0}}\n",
      },
      settings: { referenceBases: ["schemas", "https://schema.example.org/jsonschema"] },
      findings: [{ file: "schemas/a/b/current.yaml", pointer: "/properties/x/$ref", messageId: "missing" }],
    },
  ],
});
