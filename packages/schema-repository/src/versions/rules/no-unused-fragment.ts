import { defineRule } from "../../model/rule.ts";

const head = "$schema: https://json-schema.org/draft-07/schema#\ntype: object\n";

export const noUnusedFragment = defineRule({
  id: "no-unused-fragment",
  concern: "structure",
  severity: "info",
  summary: "Reports a fragment that no schema refers to.",
  rationale:
    "A fragment is a part of events. If no current refers to it, it is left over, or the schemas it was written for do not use it yet.",
  messages: {
    unused: {
      text: "No schema refers to {title}.",
      hint: "Refer to it, or retire it: `addendum retire {title}`.",
    },
  },
  examples: [
    {
      name: "a fragment in use",
      files: {
        "schemas/fragment/a/current.yaml": `title: fragment/a\n$id: /fragment/a/1.0.0\n${head}`,
        "schemas/a/b/current.yaml": `title: a/b\n$id: /a/b/1.0.0\n${head}allOf: [{ $ref: /fragment/a/1.0.0 }]\n`,
      },
      findings: [],
    },
    {
      name: "a fragment that nobody needs",
      files: { "schemas/fragment/a/current.yaml": `title: fragment/a\n$id: /fragment/a/1.0.0\n${head}` },
      findings: [{ file: "schemas/fragment/a/current.yaml", pointer: "", messageId: "unused" }],
    },
  ],
});
