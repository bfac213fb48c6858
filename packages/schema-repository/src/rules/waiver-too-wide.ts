import { versionPair } from "../compatibility/version-pair.ts";
import { defineRule } from "../rule.ts";

export const waiverTooWide = defineRule({
  id: "waiver-too-wide",
  severity: "error",
  summary: "Rejects a waiver that permits more than there is.",
  rationale: "What a waiver permits beyond its cause is permitted unseen.",
  messages: {
    rules: {
      text: "The waiver for {title} {version} lists rules that say nothing here: {rules}.",
      hint: "List only the rules whose findings are meant.",
    },
    pointer: {
      text: "The waiver for {title} {version} permits everything at {wide}, and all there is stands at {pointer}.",
      hint: "Write “pointer: {pointer}”.",
    },
  },
  examples: [
    {
      ...versionPair(
        "as wide as what it permits",
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
        "for the whole schema",
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
                reason: "nobody sends more",
                owner: "team",
              },
            ],
          },
        },
      ),
      findings: [{ file: "addendum.yaml", pointer: "/waivers/0", messageId: "pointer" }],
    },
    {
      ...versionPair(
        "with rules that say nothing",
        "properties:\n  n: {type: integer, maximum: 100}\n",
        "properties:\n  n: {type: integer, maximum: 50}\n",
        undefined,
        {
          settings: {
            waivers: [
              {
                rules: ["event-invalidated", "type-changed"],
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
      findings: [{ file: "addendum.yaml", pointer: "/waivers/0", messageId: "rules" }],
    },
  ],
});
