import { defineRule } from "../../model/rule.ts";

const version = (name: string, more = "") =>
  `title: a/b\n${more}$id: /a/b/${name}\n$schema: 'https://json-schema.org/draft-07/schema#'\ntype: object\nexamples:\n  - {}\n`;
const current = (name: string, more = "") =>
  `title: a/b\n$id: /a/b/${name}\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\n${more}`;
const settings = { contentTypes: ["yaml"], extensionlessAliases: false, latestAliases: false } as const;
const published = { "schemas/a/b/1.0.0.yaml": version("1.0.0") };
const publishedSince = { "schemas/a/b/1.1.0.yaml": version("1.1.0", "description: theirs\n") };

export const versionAddedTwice = defineRule({
  id: "version-added-twice",
  concern: "versions",
  severity: "error",
  summary: "Rejects a version that the base branch has also added, with different content.",
  rationale:
    "Two branches began with the same version and both took the next number. The one that was merged first has it: producers may send its events by now. The other one gets the number after it, and keeps what the first one added.",
  messages: {
    twice: {
      text: "This branch and {base} both added {version}, with different content.",
      hint: "{base} was first. Merge or rebase onto {base} and keep its {version} (git checkout {base} -- '{files}'); then give the properties of both sides the next version: `addendum bump {source} --set {next}`.",
    },
  },
  examples: [
    {
      name: "a version above the one that the base branch has",
      files: {
        "schemas/a/b/current.yaml": current("1.2.0", "description: theirs\n"),
        "schemas/a/b/1.0.0.yaml": version("1.0.0"),
        "schemas/a/b/1.1.0.yaml": version("1.1.0", "description: theirs\n"),
      },
      published,
      publishedSince,
      settings,
      findings: [],
    },
    {
      name: "a version that the base branch has meanwhile, with other content",
      files: {
        "schemas/a/b/current.yaml": current("1.1.0", "description: ours\n"),
        "schemas/a/b/1.0.0.yaml": version("1.0.0"),
        "schemas/a/b/1.1.0.yaml": version("1.1.0", "description: ours\n"),
      },
      published,
      publishedSince,
      settings,
      findings: [{ file: "schemas/a/b/current.yaml", pointer: "/$id", messageId: "twice" }],
    },
    {
      name: "the same before it is materialized",
      files: {
        "schemas/a/b/current.yaml": current("1.1.0", "description: ours\n"),
        "schemas/a/b/1.0.0.yaml": version("1.0.0"),
      },
      published,
      publishedSince,
      settings,
      findings: [{ file: "schemas/a/b/current.yaml", pointer: "/$id", messageId: "twice" }],
    },
    {
      name: "the same, where this branch has gone on",
      files: {
        "schemas/a/b/current.yaml": current("1.2.0", "description: ours\n"),
        "schemas/a/b/1.0.0.yaml": version("1.0.0"),
        "schemas/a/b/1.1.0.yaml": version("1.1.0", "description: ours\n"),
        "schemas/a/b/1.2.0.yaml": version("1.2.0", "description: ours\n"),
      },
      published,
      publishedSince,
      settings,
      findings: [{ file: "schemas/a/b/1.1.0.yaml", messageId: "twice" }],
    },
  ],
});
