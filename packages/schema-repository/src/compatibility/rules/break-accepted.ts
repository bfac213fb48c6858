import { defineRule } from "../../model/rule.ts";

const version = (number: string, maximum: number) =>
  `title: a/b\n$id: /a/b/${number}\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nproperties:\n  n: {type: integer, maximum: ${maximum}}\nexamples: [{}]\n`;
const files = {
  "schemas/a/b/current.yaml": version("1.1.0", 50),
  "schemas/a/b/1.0.0.yaml": version("1.0.0", 100),
  "schemas/a/b/1.1.0.yaml": version("1.1.0", 50),
};
const settings = { contentTypes: ["yaml"], extensionlessAliases: false, latestAliases: false } as const;
const waiver = {
  rules: ["event-invalidated"],
  title: "a/b",
  version: "1.1.0",
  pointer: "/properties/n",
  reason: "nobody sends more",
  owner: "team",
  until: "2020-01-31",
};

export const breakAccepted = defineRule({
  id: "break-accepted",
  concern: "compatibility",
  severity: "info",
  summary: "Reports a published version that broke an older one without a waiver.",
  rationale:
    "A published break, for example one merged with `--no-verify`, cannot be undone: recorded events that the version rejects stay rejected, so later versions are not compared with them again. The break stays listed because the next reader of those events should know about it.",
  messages: {
    found: {
      text: "{version} broke {old} at {path} ({rules}) and was published without a waiver.",
      hint: "Later versions need not undo it. To record why it was right, add a waiver for {version} to the configuration.",
    },
  },
  examples: [
    {
      name: "a break that a waiver permitted, also one that has expired since",
      files,
      published: files,
      settings: { ...settings, waivers: [waiver] },
      isThorough: true,
      findings: [],
    },
    {
      name: "a break without a waiver",
      files,
      published: files,
      settings,
      isThorough: true,
      findings: [{ file: "schemas/a/b/1.1.0.yaml", pointer: "/properties/n/maximum", messageId: "found" }],
    },
  ],
});
