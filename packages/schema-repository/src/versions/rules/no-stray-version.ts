import { defineRule } from "../../model/rule.ts";

export const noStrayVersion = defineRule({
  id: "no-stray-version",
  concern: "structure",
  severity: "error",
  adoptedSeverity: "warn",
  summary: "Rejects version files that have no `current`.",
  rationale: "Without the source, nobody can make the next version or check what these files should contain.",
  messages: {
    stray: {
      text: "{version} exists, but {current} does not.",
      hint: "Restore {current}. To stop producing an event, run `addendum retire {title}` and leave its files.",
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
