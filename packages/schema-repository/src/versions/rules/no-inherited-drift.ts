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
  summary: "Warns of a published version that its current did not match before, either.",
  rationale:
    "A repository that was adopted may hold currents that were changed without a new version. That is no fault of the next commit, and the published version stays as it is; but readers of the current are told something that no event is held to. A repository of ours gets the error version-missing-bump instead.",
  messages: {
    drift: {
      text: "What this file materializes to is not {version} as it is published on {base}, and was not before.",
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
