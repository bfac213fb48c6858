import { defineRule } from "../../model/rule.ts";

const source = "title: a/b\n$id: /a/b/1.0.0\ntype: object\ndescription: newer\nexamples: [{}]\n";
const version = "title: a/b\ndescription: older\n$id: /a/b/1.0.0\ntype: object\nexamples:\n  - {}\n";
const settings = {
  adopted: true,
  contentTypes: ["yaml"],
  extensionlessAliases: false,
  latestAliases: false,
} as const;

export const noInheritedDrift = defineRule({
  id: "no-inherited-drift",
  concern: "versions",
  severity: "warn",
  summary: "Warns about a published version that its `current` already did not match before.",
  rationale:
    "An adopted repository may contain currents that were changed without a new version. The next commit is not to blame, and the published version is not changed. But readers of the current see a schema that no event is validated against. In a repository that Addendum created, the same is the error version-missing-bump.",
  messages: {
    drift: {
      text: "This file does not materialize to {version} as published on {base}; it already differed before this change.",
      hint: "Raise the version when you next change it: `addendum bump {source} --set {next}`.",
    },
  },
  examples: [
    {
      name: "a current in step with its version",
      files: {
        "schemas/a/b/current.yaml": source.replace("newer", "older"),
        "schemas/a/b/1.0.0.yaml": version,
      },
      published: {
        "schemas/a/b/current.yaml": source.replace("newer", "older"),
        "schemas/a/b/1.0.0.yaml": version,
      },
      settings,
      findings: [],
    },
    {
      name: "a current that was published out of step",
      files: { "schemas/a/b/current.yaml": source, "schemas/a/b/1.0.0.yaml": version },
      published: { "schemas/a/b/current.yaml": source, "schemas/a/b/1.0.0.yaml": version },
      settings,
      findings: [{ file: "schemas/a/b/current.yaml", pointer: "/$id", messageId: "drift" }],
    },
  ],
});
