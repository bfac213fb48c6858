import { defineRule } from "../../model/rule.ts";

export const fragmentOutdated = defineRule({
  id: "fragment-outdated",
  concern: "versions",
  severity: "info",
  summary: "Reports a newer version of a fragment that a schema refers to.",
  rationale:
    "References name exact versions, so changing a fragment never changes its dependents. A schema takes the newer fragment with a new version of its own.",
  messages: {
    newer: {
      text: "{reference} is outdated: {newest} exists.",
      hint: "To use it, refer to {newest} and raise this schema's version.",
    },
  },
  examples: [
    {
      name: "the newest",
      files: {
        "schemas/c/current.yaml": "title: c\n$id: /c/1.0.0\ntype: object\nexamples: [{}]\n",
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\nallOf: [{$ref: /c/1.0.0}]\n",
      },
      findings: [],
    },
    {
      name: "an older one",
      files: {
        "schemas/c/1.0.0.yaml": "title: c\n$id: /c/1.0.0\ntype: object\n",
        "schemas/c/current.yaml": "title: c\n$id: /c/1.1.0\ntype: object\nexamples: [{}]\n",
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\nallOf: [{$ref: /c/1.0.0}]\n",
      },
      findings: [{ file: "schemas/a/b/current.yaml", pointer: "/allOf/0/$ref", messageId: "newer" }],
    },
  ],
});
