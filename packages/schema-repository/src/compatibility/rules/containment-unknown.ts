import { versionPair } from "../../model/version-pair.ts";
import { defineRule } from "../../model/rule.ts";

export const containmentUnknown = defineRule({
  id: "containment-unknown",
  concern: "compatibility",
  severity: "error",
  summary: "Rejects a version of which it cannot be proved that old events stay valid.",
  rationale:
    "Neither a proof nor an event that breaks was found. What cannot be decided blocks: an event that is refused for years costs more than a schema that is written in a plainer way.",
  messages: {
    unknown: {
      text: "Whether every event of {old} is valid here cannot be decided: “{keyword}” in the {document} version: {reason}.",
      hint: "Write the constraint in a plainer way, or permit the change with a waiver once you are sure.",
    },
    unreadable: {
      text: "Whether every event of {old} is valid here cannot be decided: {file} cannot be read.",
      hint: "Look at that file. It is published, so it stays; permit the change with a waiver once you are sure.",
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
