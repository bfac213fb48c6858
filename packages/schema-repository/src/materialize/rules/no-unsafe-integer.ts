import { defineRule } from "../../model/rule.ts";

export const noUnsafeInteger = defineRule({
  id: "no-unsafe-integer",
  concern: "correctness",
  severity: "error",
  adoptedSeverity: "warn",
  summary: "Rejects an integer that a double cannot represent.",
  rationale:
    "JavaScript, and with it most validators, rounds integers beyond 2⁵³, so the published schema would contain another number than its author wrote.",
  messages: {
    unsafe: {
      text: "{integer} is beyond ±9007199254740991 and would be rounded.",
      hint: "Use a number within ±9007199254740991, or a string with a pattern.",
    },
  },
  examples: [
    {
      name: "the largest exact integer",
      files: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\nproperties: {n: {type: integer, maximum: 9007199254740991}}\n",
      },
      findings: [],
    },
    {
      name: "hexadecimal",
      files: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\nproperties: {n: {type: integer, maximum: 0xFFFFFFFFFFFFFFFF}}\n",
      },
      findings: [{ file: "schemas/a/b/current.yaml", pointer: "/properties/n/maximum", messageId: "unsafe" }],
    },
    {
      name: "2⁶⁴",
      files: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\nproperties: {n: {type: integer, maximum: 18446744073709551616}}\n",
      },
      findings: [{ file: "schemas/a/b/current.yaml", pointer: "/properties/n/maximum", messageId: "unsafe" }],
    },
  ],
});
