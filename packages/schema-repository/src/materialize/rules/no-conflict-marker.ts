import { defineRule } from "../../model/rule.ts";

const current = (middle: string) =>
  `title: a/b\n${middle}$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\n`;
const version =
  "title: a/b\n$id: /a/b/1.0.0\n$schema: 'https://json-schema.org/draft-07/schema#'\ntype: object\nexamples:\n  - {}\n";
const conflict = "<<<<<<< HEAD\n$id: /a/b/1.1.0\n=======\n$id: /a/b/1.2.0\n>>>>>>> feature/skins\n";
const settings = { contentTypes: ["yaml"], extensionlessAliases: false, latestAliases: false } as const;

export const noConflictMarker = defineRule({
  id: "no-conflict-marker",
  concern: "structure",
  severity: "error",
  summary: "Rejects a file that contains the markers of a merge conflict.",
  rationale:
    "Git leaves <<<<<<<, ======= and >>>>>>> where two branches changed the same lines. Only the current has to be resolved by hand: everything beside it is generated from it.",
  messages: {
    source: {
      text: "A merge conflict between {ours} and {theirs} is not resolved here.",
      hint: "Keep the properties of both sides, name a version above both, remove the three markers, and `git add` the file. The commit writes the version files, aliases and types anew.",
    },
    generated: {
      text: "A merge conflict between {ours} and {theirs} is left in this generated file.",
      hint: "Resolve {source}, then run `addendum materialize {source}` and `git add` both.",
    },
  },
  examples: [
    {
      name: "a merged file",
      files: {
        "schemas/a/b/current.yaml": current("$id: /a/b/1.0.0\n"),
        "schemas/a/b/1.0.0.yaml": version,
      },
      settings,
      findings: [],
    },
    {
      name: "markers in the current",
      files: { "schemas/a/b/current.yaml": current(conflict) },
      settings,
      findings: [{ file: "schemas/a/b/current.yaml", messageId: "source" }],
    },
    {
      name: "markers in a version file",
      files: {
        "schemas/a/b/current.yaml": current("$id: /a/b/1.0.0\n"),
        "schemas/a/b/1.0.0.yaml": version.replace("$id: /a/b/1.0.0\n", conflict),
      },
      settings,
      findings: [{ file: "schemas/a/b/1.0.0.yaml", messageId: "generated" }],
    },
  ],
});
