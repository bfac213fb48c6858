import { versionPair } from "../compatibility/version-pair.ts";
import { defineRule } from "../rule.ts";

export const waiverUnused = defineRule({
  id: "waiver-unused",
  severity: "error",
  summary: "Rejects a waiver that permits nothing.",
  rationale: "What permits nothing today permits something unforeseen tomorrow.",
  messages: {
    found: {
      text: "The waiver for {title} {version} permits nothing: there is no such finding.",
      hint: "Take it out.",
    },
  },
  examples: [
    {
      ...versionPair(
        "used",
        "properties:\n  n: {type: integer, maximum: 100}\n",
        "properties:\n  n: {type: integer, maximum: 50}\n",
        undefined,
        {
          settings: {
            waivers: [
              {
                rules: ["event-invalidated"],
                title: "a/b",
                version: "1.1.0",
                pointer: "/properties/n",
                reason: "nobody sends more",
                owner: "team",
              },
            ],
          },
        },
      ),
      findings: [],
    },
    {
      ...versionPair(
        "not used",
        "properties:\n  n: {type: integer, maximum: 100}\n",
        "properties:\n  n: {type: integer, maximum: 200}\n",
        undefined,
        {
          settings: {
            waivers: [
              {
                rules: ["event-invalidated"],
                title: "a/b",
                version: "1.1.0",
                pointer: "/properties/n",
                reason: "nobody sends more",
                owner: "team",
              },
            ],
          },
        },
      ),
      findings: [{ file: "addendum.yaml", pointer: "/waivers/0", messageId: "found" }],
    },
  ],
});
