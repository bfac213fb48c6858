import { versionPair } from "../../model/version-pair.ts";
import { defineRule } from "../../model/rule.ts";

export const propertyRemoved = defineRule({
  id: "property-removed",
  concern: "compatibility",
  severity: "error",
  summary: "Rejects the removal of a property.",
  rationale:
    "Readers of the events depend on every property that was ever declared: in a dashboard, a table, a line of code.",
  messages: {
    found: {
      text: "The property {path} of {old} was removed.",
      hint: "Keep {name} and add `deprecated: true` to it; producers may then stop sending it. To remove it, start {major}.",
    },
  },
  examples: [
    versionPair(
      "a property more",
      "properties:\n  n: {type: integer, maximum: 100}\n",
      "properties:\n  n: {type: integer, maximum: 100}\n  m: {type: string}\n",
    ),
    versionPair(
      "a property less",
      "properties:\n  n: {type: integer, maximum: 100}\n  m: {type: string}\n",
      "properties:\n  n: {type: integer, maximum: 100}\n",
      "/properties",
    ),
    versionPair(
      "a property less in an item of a tuple",
      "properties:\n  p:\n    type: array\n    items:\n      - {type: string}\n      - {type: object, properties: {n: {type: integer}, m: {type: string}}}\n",
      "properties:\n  p:\n    type: array\n    items:\n      - {type: string}\n      - {type: object, properties: {n: {type: integer}}}\n",
      "/properties/p/items/1/properties",
    ),
  ],
});
