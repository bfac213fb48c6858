import { defineRule } from "../../model/rule.ts";

const version = (name: string) =>
  `title: a/b\n$id: /a/b/${name}\n$schema: 'https://json-schema.org/draft-07/schema#'\ntype: object\nexamples:\n  - {}\n`;
const current = (name: string) =>
  `title: a/b\n$id: /a/b/${name}\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\n`;
const settings = { contentTypes: ["yaml"], extensionlessAliases: false } as const;
const files = {
  "schemas/a/b/current.yaml": current("1.1.0"),
  "schemas/a/b/1.0.0.yaml": version("1.0.0"),
  "schemas/a/b/1.1.0.yaml": version("1.1.0"),
};

export const latestOutdated = defineRule({
  id: "latest-outdated",
  concern: "versions",
  severity: "error",
  adoptedSeverity: "warn",
  summary: "Rejects a “latest” that points to an older version than the newest one.",
  rationale:
    "A merge of two branches that both added a version keeps one side of the link, and git cannot know which is newer. Anyone who reads “latest” then validates by an old version.",
  messages: {
    older: {
      text: "{name} points to {found}, but {target} is the newest version.",
      hint: "Run `addendum materialize {source}` and `git add` what it wrote; the next commit of this schema does so, too.",
    },
  },
  examples: [
    {
      name: "the newest version",
      files: { ...files, "schemas/a/b/latest.yaml": "-> 1.1.0.yaml" },
      settings,
      findings: [],
    },
    {
      name: "an older one",
      files: { ...files, "schemas/a/b/latest.yaml": "-> 1.0.0.yaml" },
      settings,
      findings: [{ file: "schemas/a/b/latest.yaml", messageId: "older" }],
    },
    {
      name: "an older one, while an earlier major is worked on",
      files: {
        "schemas/a/b/current.yaml": current("1.0.0"),
        "schemas/a/b/1.0.0.yaml": version("1.0.0"),
        "schemas/a/b/2.0.0.yaml": version("2.0.0"),
        "schemas/a/b/latest.yaml": "-> 1.0.0.yaml",
      },
      published: {
        "schemas/a/b/1.0.0.yaml": version("1.0.0"),
        "schemas/a/b/2.0.0.yaml": version("2.0.0"),
      },
      settings,
      findings: [{ file: "schemas/a/b/latest.yaml", messageId: "older" }],
    },
  ],
});
