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
  summary: "Remarks on a published version that broke an older one without a waiver.",
  rationale:
    "A break that was published, by a merge with `--no-verify` for example, cannot be taken back: what the version refuses of older events is lost, and later versions are not held to it again. It stays visible, because the next person to read those events should know.",
  messages: {
    found: {
      text: "{version} broke {old} at {path} ({rules}) and was published without a waiver.",
      hint: "Later versions need not restore it. To record why it is right, add a waiver for {version} to the configuration.",
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
