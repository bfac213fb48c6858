import { defineRule } from "../../model/rule.ts";

const settings = {
  contentTypes: ["yaml"],
  extensionlessAliases: false,
  latestAliases: false,
  types: { out: "types", package: undefined },
} as const;
const version = (id: string) =>
  `title: a/b\n$id: ${id}\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\n`;

export const noVersionIdClash = defineRule({
  id: "no-version-id-clash",
  concern: "producers",
  generator: "types",
  severity: "warn",
  summary: "Warns about two versions with the same `$id`.",
  rationale:
    "An event names its version by `$id`, so it cannot tell two versions with the same `$id` apart. The index of the generated types identifies them by their paths.",
  messages: {
    clash: {
      text: "{id} is the $id of several versions.",
      hint: "The index of the types calls this one {key}.",
    },
  },
  examples: [
    {
      name: "each version has its own",
      files: {
        "schemas/a/b/1.0.0.yaml": version("/a/b/1.0.0"),
        "schemas/a/b/1.1.0.yaml": version("/a/b/1.1.0"),
      },
      settings,
      findings: [],
    },
    {
      name: "a version that kept the last one's",
      files: {
        "schemas/a/b/1.0.0.yaml": version("/a/b/1.0.0"),
        "schemas/a/b/1.1.0.yaml": version("/a/b/1.0.0"),
      },
      settings,
      findings: [
        { file: "schemas/a/b/1.0.0.yaml", pointer: "/$id", messageId: "clash" },
        { file: "schemas/a/b/1.1.0.yaml", pointer: "/$id", messageId: "clash" },
      ],
    },
  ],
});
