import { defineRule } from "../../model/rule.ts";

const version = (name: string) =>
  `title: a/b\n$id: /a/b/${name}\n$schema: 'https://json-schema.org/draft-07/schema#'\ntype: object\nexamples:\n  - {}\n`;
const current = (name: string) =>
  `title: a/b\n$id: /a/b/${name}\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\n`;
const settings = { contentTypes: ["yaml"], extensionlessAliases: false, latestAliases: false } as const;

export const currentOutdated = defineRule({
  id: "current-outdated",
  concern: "versions",
  severity: "error",
  adoptedSeverity: "warn",
  summary: "Rejects a `current` that names an older version than the newest of its major.",
  rationale:
    "The next change starts from the `current`. If a merge kept the older side of it, the next version would lose what the newest one added.",
  messages: {
    older: {
      text: "This file has version {version}, but {highest} already exists.",
      hint: "A merge probably kept the older side. Apply what {highest} changed (`addendum changelog {title} {version}..{highest}` lists it) and set that version, or a higher one if there are more changes.",
    },
  },
  examples: [
    {
      name: "the newest version",
      files: {
        "schemas/a/b/current.yaml": current("1.1.0"),
        "schemas/a/b/1.0.0.yaml": version("1.0.0"),
        "schemas/a/b/1.1.0.yaml": version("1.1.0"),
      },
      published: {
        "schemas/a/b/1.0.0.yaml": version("1.0.0"),
        "schemas/a/b/1.1.0.yaml": version("1.1.0"),
      },
      settings,
      findings: [],
    },
    {
      name: "the newest of its major",
      files: {
        "schemas/a/b/current.yaml": current("1.0.0"),
        "schemas/a/b/1.0.0.yaml": version("1.0.0"),
        "schemas/a/b/2.0.0.yaml": version("2.0.0"),
      },
      published: {
        "schemas/a/b/1.0.0.yaml": version("1.0.0"),
        "schemas/a/b/2.0.0.yaml": version("2.0.0"),
      },
      settings,
      findings: [],
    },
    {
      name: "an older one",
      files: {
        "schemas/a/b/current.yaml": current("1.0.0"),
        "schemas/a/b/1.0.0.yaml": version("1.0.0"),
        "schemas/a/b/1.1.0.yaml": version("1.1.0"),
      },
      published: {
        "schemas/a/b/1.0.0.yaml": version("1.0.0"),
        "schemas/a/b/1.1.0.yaml": version("1.1.0"),
      },
      settings,
      findings: [{ file: "schemas/a/b/current.yaml", pointer: "/$id", messageId: "older" }],
    },
    {
      name: "an older one than the base branch has meanwhile",
      files: {
        "schemas/a/b/current.yaml": current("1.0.0"),
        "schemas/a/b/1.0.0.yaml": version("1.0.0"),
      },
      published: { "schemas/a/b/1.0.0.yaml": version("1.0.0") },
      publishedSince: { "schemas/a/b/1.1.0.yaml": version("1.1.0") },
      settings,
      findings: [],
    },
  ],
});
