import { versionPair } from "../compatibility/version-pair.ts";
import { defineRule } from "../rule.ts";

export const waiverMissingReason = defineRule({
  id: "waiver-missing-reason",
  severity: "error",
  summary: "Demands a reason and an owner for every waiver.",
  rationale: "A permission that nobody explained is one that nobody can take back.",
  messages: {
    found: {
      text: "The waiver for {title} {version} has no {missing}.",
      hint: "Write why the change is made all the same, and who answers for it.",
    },
  },
  examples: [
    {
      ...versionPair(
        "explained",
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
        "not explained",
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
