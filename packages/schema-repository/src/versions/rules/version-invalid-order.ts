import { defineRule } from "../../model/rule.ts";

export const versionInvalidOrder = defineRule({
  id: "version-invalid-order",
  concern: "versions",
  severity: "error",
  summary: "Requires that a new version is higher than every other version of its major.",
  rationale:
    "Readers use the highest version of a major as the newest. They would never find a lower one that is added later.",
  messages: {
    lower: {
      text: "{version} is not higher than {highest}, which already exists.",
      hint: "Use {next}: `addendum bump {source} --set {next}`.",
    },
    behind: {
      text: "{version} is not higher than {highest}, which was published on {base} after this branch was created.",
      hint: "Merge or rebase onto {base}, then raise the version: `addendum bump {source}`.",
    },
  },
  examples: [
    {
      name: "a patch of 1.x while 2.0.0 exists",
      files: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.0.1\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\n",
        "schemas/a/b/1.0.0.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: 'https://json-schema.org/draft-07/schema#'\ntype: object\nexamples:\n  - {}\n",
        "schemas/a/b/2.0.0.yaml":
          "title: a/b\n$id: /a/b/2.0.0\n$schema: 'https://json-schema.org/draft-07/schema#'\ntype: object\nexamples:\n  - {}\n",
      },
      published: {
        "schemas/a/b/1.0.0.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: 'https://json-schema.org/draft-07/schema#'\ntype: object\nexamples:\n  - {}\n",
        "schemas/a/b/2.0.0.yaml":
          "title: a/b\n$id: /a/b/2.0.0\n$schema: 'https://json-schema.org/draft-07/schema#'\ntype: object\nexamples:\n  - {}\n",
      },
      settings: { contentTypes: ["yaml"], extensionlessAliases: false, latestAliases: false },
      findings: [],
    },
    {
      name: "1.0.1 after 1.1.0",
      files: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.0.1\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\n",
        "schemas/a/b/1.0.0.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: 'https://json-schema.org/draft-07/schema#'\ntype: object\nexamples:\n  - {}\n",
        "schemas/a/b/1.1.0.yaml":
          "title: a/b\n$id: /a/b/1.1.0\n$schema: 'https://json-schema.org/draft-07/schema#'\ntype: object\nexamples:\n  - {}\n",
      },
      published: {
        "schemas/a/b/1.0.0.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: 'https://json-schema.org/draft-07/schema#'\ntype: object\nexamples:\n  - {}\n",
        "schemas/a/b/1.1.0.yaml":
          "title: a/b\n$id: /a/b/1.1.0\n$schema: 'https://json-schema.org/draft-07/schema#'\ntype: object\nexamples:\n  - {}\n",
      },
      settings: { contentTypes: ["yaml"], extensionlessAliases: false, latestAliases: false },
      findings: [{ file: "schemas/a/b/current.yaml", pointer: "/$id", messageId: "lower" }],
    },
  ],
});
