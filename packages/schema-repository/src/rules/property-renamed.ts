import { versionPair } from "../compatibility/version-pair.ts";
import { defineRule } from "../rule.ts";

export const propertyRenamed = defineRule({
  id: "property-renamed",
  concern: "compatibility",
  severity: "error",
  summary: "Rejects the renaming of a property.",
  rationale:
    "Old events carry the old name, and whoever reads them asks for it. A renaming is a removal and an addition.",
  messages: {
    found: {
      text: "The property {path} of {old} is now called {renamed}.",
      hint: "Keep {name} and add {renamed} beside it; deprecate the old one. To drop it, begin {major}.",
    },
  },
  examples: [
    versionPair(
      "a new name beside the old one",
      "properties:\n  n: {type: integer, maximum: 100}\n",
      "properties:\n  n: {type: integer, maximum: 100}\n  number: {type: integer, maximum: 100}\n",
    ),
    versionPair(
      "a new name",
      "properties:\n  n: {type: integer, maximum: 100}\n",
      "properties:\n  number: {type: integer, maximum: 100}\n",
      "/properties/number",
    ),
  ],
});
