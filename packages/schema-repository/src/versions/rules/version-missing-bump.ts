import { defineRule } from "../../model/rule.ts";

export const versionMissingBump = defineRule({
  id: "version-missing-bump",
  concern: "versions",
  severity: "error",
  summary: "Demands a new version for a change to a published schema.",
  rationale:
    "The version that the current calls for is published already, so what changed has nowhere to go.",
  messages: {
    same: {
      text: "What this file materializes to has changed, but {version} is published on {base} already.",
      hint: "Raise the version: `addendum bump {source} --set {next}`.",
    },
    behind: {
      text: "What this file materializes to has changed, but {version} is published on {base} already, and {base} has got {newest} since this branch left it.",
      hint: "Merge or rebase onto {base} first; then raise the version: `addendum bump {source}`.",
    },
  },
  examples: [
    {
      name: "a change with a new version",
      files: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.1.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\ndescription: more\n",
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
      name: "a change without one",
      files: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\ndescription: more\n",
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
      findings: [{ file: "schemas/a/b/current.yaml", pointer: "/$id", messageId: "same" }],
    },
    {
      name: "a change without one, where the base branch has meanwhile got another",
      files: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\ndescription: ours\n",
        "schemas/a/b/1.0.0.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: 'https://json-schema.org/draft-07/schema#'\ntype: object\nexamples:\n  - {}\n",
      },
      published: {
        "schemas/a/b/1.0.0.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: 'https://json-schema.org/draft-07/schema#'\ntype: object\nexamples:\n  - {}\n",
      },
      publishedSince: {
        "schemas/a/b/1.1.0.yaml":
          "title: a/b\ndescription: theirs\n$id: /a/b/1.1.0\n$schema: 'https://json-schema.org/draft-07/schema#'\ntype: object\nexamples:\n  - {}\n",
      },
      settings: { contentTypes: ["yaml"], extensionlessAliases: false, latestAliases: false },
      findings: [{ file: "schemas/a/b/current.yaml", pointer: "/$id", messageId: "behind" }],
    },
  ],
});
