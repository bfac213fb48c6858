import { defineRule } from "../../model/rule.ts";

export const fragmentOutdated = defineRule({
  id: "fragment-outdated",
  concern: "versions",
  severity: "info",
  summary: "Offers a newer version of what a schema refers to.",
  rationale:
    "References name exact versions, so that a fragment's change never changes its dependents. Whoever wants the newer one takes it with a version of their own.",
  messages: {
    newer: {
      text: "{reference} is behind: {newest} is there.",
      hint: "To take it, refer to {newest} and raise this schema's version.",
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
