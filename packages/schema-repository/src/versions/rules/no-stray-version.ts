import { defineRule } from "../../model/rule.ts";

export const noStrayVersion = defineRule({
  id: "no-stray-version",
  concern: "structure",
  severity: "error",
  adoptedSeverity: "warn",
  summary: "Rejects version files without a current.",
  rationale:
    "Without the source nobody can make the next version, and nothing says what the files should be.",
  messages: {
    stray: {
      text: "{version} stands here without a {current}.",
      hint: "Restore {current}; to stop producing a title, mark it with `addendum retire {title}` and leave its files.",
    },
  },
  examples: [
    {
      name: "a version with its current",
      files: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\n",
        "schemas/a/b/1.0.0.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: 'https://json-schema.org/draft-07/schema#'\ntype: object\nexamples:\n  - {}\n",
      },
      settings: { contentTypes: ["yaml"], extensionlessAliases: false, latestAliases: false },
      findings: [],
    },
    {
      name: "a version alone",
      files: {
        "schemas/a/b/1.0.0.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: 'https://json-schema.org/draft-07/schema#'\ntype: object\nexamples:\n  - {}\n",
      },
      settings: { contentTypes: ["yaml"], extensionlessAliases: false, latestAliases: false },
      findings: [{ file: "schemas/a/b/1.0.0.yaml", messageId: "stray" }],
    },
  ],
});
