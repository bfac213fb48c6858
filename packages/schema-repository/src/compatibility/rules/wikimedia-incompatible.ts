import { versionPair } from "../../model/version-pair.ts";
import { defineRule } from "../../model/rule.ts";

const settings = { rules: { "wikimedia-incompatible": "error" } } as const;

export const wikimediaIncompatible = defineRule({
  id: "wikimedia-incompatible",
  concern: "compatibility",
  severity: "off",
  summary: "Rejects what jsonschema-tools' own compatibility check rejects.",
  rationale:
    "jsonschema-tools only lets a version add: everything that a schema says about events must stay as written, except maxLength; annotations may change here. This is stricter than the promise that old events stay valid, and less strict where maxLength shrinks. Off unless `preset: wikimedia` is set.",
  messages: {
    found: {
      text: "{path}: {what} since {old}, which jsonschema-tools does not allow.",
      hint: "Leave the existing part unchanged, and only add new parts.",
    },
  },
  examples: [
    versionPair(
      "a property more",
      "properties:\n  n: {type: integer, maximum: 100}\n",
      "properties:\n  n: {type: integer, maximum: 100}\n  m: {type: string}\n",
      undefined,
      { settings },
    ),
    versionPair(
      "a property named like a keyword",
      "properties:\n  required: {type: boolean}\n  enum: {type: string}\n",
      "properties:\n  required: {type: boolean}\n  enum: {type: string, maxLength: 3}\n",
      undefined,
      { settings },
    ),
    versionPair(
      "another schema that says nothing",
      "properties:\n  n: {type: object, additionalProperties: true}\n",
      "properties:\n  n: {type: object, additionalProperties: {description: Anything.}}\n",
      undefined,
      { version: "1.0.1", settings },
    ),
    versionPair(
      "a wider limit",
      "properties:\n  n: {type: integer, maximum: 100}\n",
      "properties:\n  n: {type: integer, maximum: 200}\n",
      "/properties/n/maximum",
      { settings },
    ),
  ],
});
