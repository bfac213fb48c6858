import { defineRule } from "../../model/rule.ts";

export const versionPublished = defineRule({
  id: "version-published",
  concern: "versions",
  severity: "error",
  summary: "Rejects any change to a published version.",
  rationale:
    "Events name the version that they were made for, for years. If that version changes, an event that was valid yesterday becomes invalid without anyone noticing.",
  messages: {
    changed: {
      text: "{version} is published on {base} and must not change; this file differs from it.",
      hint: "Restore it (git checkout {base} -- {file}) and raise the version in {source} instead.",
    },
    deleted: {
      text: "Published on {base}, but missing here: {versions} of {title}. Published versions must stay.",
      hint: "Restore: git checkout {base} -- {files}. To stop producing the event, run `addendum retire {title}` instead.",
    },
    history: { text: "{commit} {what} {version}, which was published before." },
  },
  examples: [
    {
      name: "an unchanged published version",
      files: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\n",
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
      name: "a published version edited",
      files: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\n",
        "schemas/a/b/1.0.0.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: 'https://json-schema.org/draft-07/schema#'\ntype: object\nexamples:\n  - {}\n# edited\n",
      },
      published: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\n",
        "schemas/a/b/1.0.0.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: 'https://json-schema.org/draft-07/schema#'\ntype: object\nexamples:\n  - {}\n",
      },
      settings: { contentTypes: ["yaml"], extensionlessAliases: false, latestAliases: false },
      findings: [{ file: "schemas/a/b/1.0.0.yaml", messageId: "changed" }],
    },
    {
      name: "a published version deleted",
      files: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\n",
      },
      published: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\n",
        "schemas/a/b/1.0.0.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: 'https://json-schema.org/draft-07/schema#'\ntype: object\nexamples:\n  - {}\n",
      },
      settings: { contentTypes: ["yaml"], extensionlessAliases: false, latestAliases: false },
      findings: [{ file: "schemas/a/b/1.0.0.yaml", messageId: "deleted" }],
    },
    {
      name: "two published versions deleted: one finding",
      files: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.1.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\n",
      },
      published: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.1.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\n",
        "schemas/a/b/1.0.0.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: 'https://json-schema.org/draft-07/schema#'\ntype: object\nexamples:\n  - {}\n",
        "schemas/a/b/1.1.0.yaml":
          "title: a/b\n$id: /a/b/1.1.0\n$schema: 'https://json-schema.org/draft-07/schema#'\ntype: object\nexamples:\n  - {}\n",
      },
      settings: { contentTypes: ["yaml"], extensionlessAliases: false, latestAliases: false },
      findings: [{ file: "schemas/a/b/1.0.0.yaml", messageId: "deleted" }],
    },
  ],
});
