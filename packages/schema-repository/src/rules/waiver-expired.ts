import { versionPair } from "../compatibility/version-pair.ts";
import { defineRule } from "../rule.ts";

export const waiverExpired = defineRule({
  id: "waiver-expired",
  severity: "error",
  summary: "Rejects a waiver whose last day is over.",
  rationale:
    "A permission with an end was given for a time; then the change is made good, or the permission given anew.",
  messages: {
    found: {
      text: "The waiver for {title} {version} held until {until}.",
      hint: "Take it out, and make the change good, or give it a later day and say why.",
    },
  },
  examples: [
    {
      ...versionPair(
        "to come",
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
                until: "2999-12-31",
              },
            ],
          },
        },
      ),
      findings: [],
    },
    {
      ...versionPair(
        "over",
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
                until: "2020-01-31",
              },
            ],
          },
        },
      ),
      findings: [{ file: "addendum.yaml", pointer: "/waivers/0", messageId: "found" }],
    },
  ],
});
