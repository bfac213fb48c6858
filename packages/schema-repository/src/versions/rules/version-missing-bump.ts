import { defineRule } from "../../model/rule.ts";

export const versionMissingBump = defineRule({
  id: "version-missing-bump",
  concern: "versions",
  severity: "error",
  summary: "Requires a new version for a change to a published schema.",
  rationale:
    "The version that the current names is already published and cannot change, so this change needs a new version.",
  messages: {
    same: {
      text: "The schema has changed, but {version} is already published on {base}.",
      hint: "Raise the version: `addendum bump {source} --set {next}`.",
    },
    behind: {
      text: "The schema has changed, but {version} is already published on {base}, and {newest} was published there after this branch was created.",
      hint: "Merge or rebase onto {base}, then raise the version: `addendum bump {source}`.",
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
