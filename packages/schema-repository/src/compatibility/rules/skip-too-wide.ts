import { versionPair } from "../../model/version-pair.ts";
import { defineRule } from "../../model/rule.ts";

const old = "properties:\n  n: {type: integer}\n  m: {type: string}\n";
const cases = { "/a/b/1.1.0": ["schema-version-compatibility"] };

export const skipTooWide = defineRule({
  id: "skip-too-wide",
  concern: "settings",
  severity: "info",
  summary: "Reports a skipped test case of jsonschema-tools that is no longer needed.",
  rationale:
    "An adopted repository brings its skipped test cases along. A skip where nothing fails would also hide the next break.",
  messages: {
    found: {
      text: "“{pattern}” skips the compatibility check, but {title} {version} breaks nothing.",
      hint: "Remove schema-version-compatibility from it.",
    },
  },
  examples: [
    {
      ...versionPair("a skip that is needed", old, "properties:\n  n: {type: integer}\n", undefined, {
        settings: { skippedTestCases: cases },
      }),
      isThorough: true,
      findings: [],
    },
    {
      name: "a skip that is not",
      files: {
        "schemas/a/b/current.yaml": "title: a/b\n$id: /a/b/1.1.0\ntype: object\nexamples: [{}]\n",
        "schemas/a/b/1.0.0.yaml": "title: a/b\n$id: /a/b/1.0.0\ntype: object\nexamples: [{}]\n",
        "schemas/a/b/1.1.0.yaml": "title: a/b\n$id: /a/b/1.1.0\ntype: object\nexamples: [{}]\n",
      },
      published: {
        "schemas/a/b/1.0.0.yaml": "title: a/b\n$id: /a/b/1.0.0\ntype: object\nexamples: [{}]\n",
        "schemas/a/b/1.1.0.yaml": "title: a/b\n$id: /a/b/1.1.0\ntype: object\nexamples: [{}]\n",
      },
      settings: {
        contentTypes: ["yaml"],
        extensionlessAliases: false,
        latestAliases: false,
        skippedTestCases: cases,
      },
      isThorough: true,
      findings: [{ file: "addendum.yaml", pointer: "/skippedTestCases/~1a~1b~11.1.0", messageId: "found" }],
    },
  ],
});
