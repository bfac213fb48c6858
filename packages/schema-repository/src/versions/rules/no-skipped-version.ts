import { defineRule } from "../../model/rule.ts";

export const noSkippedVersion = defineRule({
  id: "no-skipped-version",
  concern: "versions",
  severity: "warn",
  summary: "Warns about a skipped version number.",
  rationale: "A gap looks as if a version was lost.",
  messages: {
    skipped: {
      text: "{version} skips numbers: the version before it is {previous}.",
      hint: "Use {next}, unless you skipped them on purpose.",
    },
  },
  examples: [
    {
      name: "the next minor",
      files: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.1.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\n",
        "schemas/a/b/1.0.0.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: 'https://json-schema.org/draft-07/schema#'\ntype: object\nexamples:\n  - {}\n",
      },
      published: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\n",
        "schemas/a/b/1.0.0.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: 'https://json-schema.org/draft-07/schema#'\ntype: object\nexamples:\n  - {}\n",
      },
      settings: { contentTypes: ["yaml"], extensionlessAliases: false, latestAliases: false },
      findings: [],
    },
    {
      name: "1.3.0 after 1.0.0",
      files: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.3.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\n",
        "schemas/a/b/1.0.0.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: 'https://json-schema.org/draft-07/schema#'\ntype: object\nexamples:\n  - {}\n",
      },
      published: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\n",
        "schemas/a/b/1.0.0.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: 'https://json-schema.org/draft-07/schema#'\ntype: object\nexamples:\n  - {}\n",
      },
      settings: { contentTypes: ["yaml"], extensionlessAliases: false, latestAliases: false },
      findings: [{ file: "schemas/a/b/current.yaml", pointer: "/$id", messageId: "skipped" }],
    },
  ],
});
