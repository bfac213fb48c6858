import { defineRule } from "../../model/rule.ts";

export const noTitleCaseClash = defineRule({
  id: "no-title-case-clash",
  concern: "structure",
  severity: "error",
  summary: "Rejects two titles that differ only in case.",
  rationale: "On macOS and Windows they are the same directory, and a checkout mixes their files.",
  messages: {
    clash: {
      text: "The directories “{title}” and “{other}” differ only in upper and lower case.",
      hint: "Rename one of them.",
    },
  },
  examples: [
    {
      name: "two titles",
      files: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\n",
        "schemas/a/c/current.yaml":
          "title: a/c\n$id: /a/c/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\n",
      },
      findings: [],
    },
    {
      name: "two spellings",
      files: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\n",
        "schemas/a/B/current.yaml":
          "title: a/B\n$id: /a/B/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\n",
      },
      findings: [{ file: "schemas/a/B/current.yaml", messageId: "clash" }],
    },
  ],
});
