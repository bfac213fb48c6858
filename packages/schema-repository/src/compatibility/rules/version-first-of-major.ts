import { versionPair } from "../../model/version-pair.ts";
import { defineRule } from "../../model/rule.ts";

const body = "properties:\n  n: {type: integer}\n";

export const versionFirstOfMajor = defineRule({
  id: "version-first-of-major",
  concern: "versions",
  severity: "info",
  summary: "Remarks that a version is the first of its major, and so held against no older one.",
  rationale:
    "A major version is a promise of its own: within it nothing that was valid becomes invalid. Its first version is free, and whoever takes it knows that by its number.",
  messages: {
    found: {
      text: "{version} is the first of its major: it is held against no older version.",
    },
  },
  examples: [
    versionPair("a version that follows another", body, body, undefined, { version: "1.0.1" }),
    versionPair("a new major", body, "properties:\n  n: {type: string}\n", "/$id", { version: "2.0.0" }),
  ],
});
