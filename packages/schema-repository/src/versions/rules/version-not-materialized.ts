import { defineRule } from "../../model/rule.ts";

export const versionNotMaterialized = defineRule({
  id: "version-not-materialized",
  concern: "structure",
  severity: "error",
  summary: "Requires that generated files match what the `current` materializes to.",
  rationale:
    "Producers and intakes read the materialized version, not the current. A file that is outdated or was edited by hand contradicts its source.",
  messages: {
    missing: { text: "{name} is missing.", hint: "Run `addendum materialize {source}`." },
    differs: {
      text: "{name} differs from what {current} materializes to.",
      hint: "Change {current}, not the generated file, and run `addendum materialize {source}`.",
    },
    edited: {
      text: "{name} was edited by hand and differs from what {current} materializes to.",
      hint: "Make the change in {current} and discard the edit: git restore --staged --worktree -- {file}.",
    },
    alias: { text: "{name} should point to {target}.", hint: "Run `addendum materialize {source}`." },
  },
  examples: [
    {
      name: "a version in step with its source",
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
      name: "no version file",
      files: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\n",
      },
      settings: { contentTypes: ["yaml"], extensionlessAliases: false, latestAliases: false },
      findings: [{ file: "schemas/a/b/1.0.0.yaml", messageId: "missing" }],
    },
    {
      name: "a version file that says something else",
      files: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\n",
        "schemas/a/b/1.0.0.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: 'https://json-schema.org/draft-07/schema#'\ntype: object\nexamples:\n  - {}\ndescription: by hand\n",
      },
      settings: { contentTypes: ["yaml"], extensionlessAliases: false, latestAliases: false },
      findings: [{ file: "schemas/a/b/1.0.0.yaml", messageId: "differs" }],
    },
  ],
});
