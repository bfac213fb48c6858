import { versionPair } from "../../model/version-pair.ts";
import { defineRule } from "../../model/rule.ts";

const body = "properties:\n  n: {type: integer}\n";

export const versionFirstOfMajor = defineRule({
  id: "version-first-of-major",
  concern: "versions",
  severity: "info",
  summary: "Reports a version that is the first of its major and so is compared with no older one.",
  rationale:
    "Each major version makes its own promise: within it, nothing that was valid becomes invalid. Its first version may differ freely from the previous major, and the number says so.",
  messages: {
    found: {
      text: "{version} is the first version of its major, so it is compared with no older version.",
    },
  },
  examples: [
    versionPair("a version that follows another", body, body, undefined, { version: "1.0.1" }),
    versionPair("a new major", body, "properties:\n  n: {type: string}\n", "/$id", { version: "2.0.0" }),
  ],
});
