import { defineRule } from "../../../model/rule.ts";
import type { Settings } from "../../../model/settings.ts";

const files = {
  "schemas/shop/order/current.yaml":
    "title: shop/order\n$id: /shop/order/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\n",
};
const settings = (overrides: Settings["overrides"]) => ({ overrides });

export const noUnknownTitle = defineRule({
  id: "no-unknown-title",
  concern: "settings",
  severity: "warn",
  summary: "Warns about a setting for a schema whose title is probably misspelt.",
  rationale:
    "A waiver, an override, or another entry with a misspelt title applies to no schema, so it has no effect, and nothing else would show that. Only titles that are near to an existing one are reported, because an entry may remain for a schema that was removed.",
  messages: {
    misspelt: {
      text: "There is no schema “{title}”, so this entry has no effect.",
      hint: "Did you mean “{suggestion}”?",
    },
  },
  examples: [
    {
      name: "the title of a schema, a pattern, and a schema that was removed",
      files,
      settings: settings([
        { titles: ["shop/order", "shop/*", "old/click"], rules: { "type-changed": "warn" } },
      ]),
      findings: [],
    },
    {
      name: "a misspelt title, and a pattern with a misspelt directory",
      files,
      settings: settings([{ titles: ["shop/odrer", "shpo/*"], rules: { "type-changed": "warn" } }]),
      findings: [
        { file: "addendum.yaml", pointer: "/overrides/0/titles/0", messageId: "misspelt" },
        { file: "addendum.yaml", pointer: "/overrides/0/titles/1", messageId: "misspelt" },
      ],
    },
    {
      name: "a retired title without its directory",
      files,
      settings: { retired: ["order"] },
      findings: [{ file: "addendum.yaml", pointer: "/retired/0", messageId: "misspelt" }],
    },
  ],
});
