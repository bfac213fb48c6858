import { defineRule } from "../../model/rule.ts";

export const noConflictingAllOf = defineRule({
  id: "no-conflicting-all-of",
  concern: "correctness",
  severity: "error",
  summary: "Rejects an `allOf` whose members contradict each other.",
  rationale:
    "Members are merged into one schema. If two of them set different values and neither implies the other, no single value can replace both.",
  messages: {
    different: {
      text: "“{keyword}” is {first} at {firstPlace} and {second} at {secondPlace}; it cannot be both.",
      hint: "Set it in one place only.",
    },
    empty: {
      text: "“{keyword}” is {first} at {firstPlace} and {second} at {secondPlace}: no value satisfies both.",
      hint: "Change one of them so that some value satisfies both.",
    },
  },
  examples: [
    {
      name: "bounds that tighten",
      files: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\nproperties: {a: {type: integer, maximum: 9, allOf: [{maximum: 5}]}}\n",
      },
      findings: [],
    },
    {
      name: "two formats",
      files: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\nproperties: {a: {type: string, format: uri, allOf: [{format: date-time}]}}\n",
      },
      findings: [
        { file: "schemas/a/b/current.yaml", pointer: "/properties/a/format", messageId: "different" },
      ],
    },
    {
      name: "options with nothing in common",
      files: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\nproperties: {a: {enum: [x], allOf: [{enum: [y]}]}}\n",
      },
      findings: [{ file: "schemas/a/b/current.yaml", pointer: "/properties/a/enum", messageId: "empty" }],
    },
  ],
});
