import { defineRule } from "../../model/rule.ts";

export const noIdClash = defineRule({
  id: "no-id-clash",
  concern: "structure",
  severity: "error",
  adoptedSeverity: "warn",
  summary: "Rejects two schemas with the same `$id`.",
  rationale: "An event names its schema by `$id`, so two schemas with the same `$id` cannot be told apart.",
  messages: {
    clash: {
      text: "{id} is also the $id of {other}.",
      hint: "Give each schema the $id that matches its path.",
    },
  },
  examples: [
    {
      name: "two schemas",
      files: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\n",
        "schemas/a/c/current.yaml":
          "title: a/c\n$id: /a/c/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\n",
      },
      findings: [],
    },
    {
      name: "one $id twice",
      files: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\n",
        "schemas/a/c/current.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\n",
      },
      settings: { adopted: true },
      findings: [{ file: "schemas/a/c/current.yaml", pointer: "/$id", messageId: "clash" }],
    },
  ],
});
