import { versionPair } from "../../model/version-pair.ts";
import { defineRule } from "../../model/rule.ts";

export const containmentUnknown = defineRule({
  id: "containment-unknown",
  concern: "compatibility",
  severity: "error",
  summary: "Rejects a version for which compatibility could be neither proved nor refuted.",
  rationale:
    "The check found neither a proof that old events stay valid nor an event that breaks. An undecided change blocks the commit, because rejecting events for years costs more than writing a schema in a simpler way.",
  messages: {
    unknown: {
      text: "Cannot decide whether every event of {old} is valid here: “{keyword}” in the {document} version: {reason}.",
      hint: "Write the constraint in a simpler way, or add a waiver once you are sure that the change is safe.",
    },
    unreadable: {
      text: "Cannot decide whether every event of {old} is valid here: {file} cannot be read.",
      hint: "Compare with {file} yourself, because a published file cannot be corrected. If the change is safe, add a waiver to addendum.yaml.",
    },
  },
  examples: [
    {
      name: "a published version that cannot be read",
      files: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.1.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\n",
        "schemas/a/b/1.0.0.yaml": "title: [\n",
      },
      published: { "schemas/a/b/1.0.0.yaml": "title: [\n" },
      findings: [{ file: "schemas/a/b/current.yaml", pointer: "/$id", messageId: "unreadable" }],
    },
    versionPair(
      "a pattern that was there before",
      "properties:\n  s: {type: string, pattern: '^(a|b)\\1$'}\n",
      "properties:\n  s: {type: string, pattern: '^(a|b)\\1$'}\n  t: {type: string}\n",
    ),
    versionPair(
      "another pattern with a back reference",
      "properties:\n  s: {type: string, pattern: '^aa'}\n",
      "properties:\n  s: {type: string, pattern: '^(a)\\1'}\n",
      "/properties/s/pattern",
      { messageId: "unknown" },
    ),
  ],
});
