import { defineRule } from "../../model/rule.ts";

const version = (number: string) =>
  `title: a/b\n$id: /a/b/${number}\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\n`;
const waiver = {
  rules: ["event-invalidated"],
  title: "a/b",
  version: "1.1.0",
  reason: "Nobody sent more than ten.",
  owner: "Data",
} as const;

export const targetWaivedBreak = defineRule({
  id: "target-waived-break",
  concern: "producers",
  severity: "info",
  summary: "Reports producers that send a version whose break was permitted by a waiver.",
  rationale:
    "Events of such a version and of the versions before it do not always fit together. People who read them should know.",
  messages: {
    waived: {
      text: "{title} {version} broke compatibility with the version before it; a waiver of {rules} permits it: {reason}",
      hint: "If the producer need not send this version, let it send a later one.",
    },
  },
  examples: [
    {
      name: "a version that broke with nothing",
      files: { "schemas/a/b/1.0.0.yaml": version("1.0.0") },
      producers: { "app.js": 'submit("a.b", { $schema: "/a/b/1.0.0" });\n' },
      settings: { waivers: [waiver] },
      findings: [],
    },
    {
      name: "a version that a waiver let pass",
      files: { "schemas/a/b/1.0.0.yaml": version("1.0.0"), "schemas/a/b/1.1.0.yaml": version("1.1.0") },
      producers: { "app.js": 'submit("a.b", { $schema: "/a/b/1.1.0" });\n' },
      settings: { waivers: [waiver] },
      findings: [{ file: "app.js", messageId: "waived" }],
    },
  ],
});
