import { versionPair } from "../../model/version-pair.ts";
import { defineRule } from "../../model/rule.ts";

export const annotationChanged = defineRule({
  id: "annotation-changed",
  concern: "compatibility",
  severity: "off",
  summary: "Reports that a description changed.",
  rationale:
    "If you quote the documentation elsewhere, a change of its words matters. Off unless `addendum.yaml` enables it.",
  messages: {
    found: { text: "The description of {path} has changed." },
  },
  examples: [
    versionPair(
      "the same words",
      "properties:\n  n: {type: integer, description: a number}\n",
      "properties:\n  n: {type: integer, description: a number}\n",
      undefined,
      { version: "1.0.1", settings: { rules: { "annotation-changed": "info" } } },
    ),
    versionPair(
      "other words",
      "properties:\n  n: {type: integer, description: a number}\n",
      "properties:\n  n: {type: integer, description: a count}\n",
      "/properties/n/description",
      { version: "1.0.1", settings: { rules: { "annotation-changed": "info" } } },
    ),
  ],
});
