import { own } from "@addendum/json-schema";
import { defineRule } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";

const settings = { rules: { "schema-missing-owner": "warn" } } as const;

export const schemaMissingOwner = defineRule({
  id: "schema-missing-owner",
  concern: "people",
  severity: "off",
  summary: "Warns about a schema without an owner.",
  rationale:
    "When an event breaks at three in the morning, someone must know whom to ask. The owner is a team, not a person.",
  messages: {
    missing: {
      text: "The schema has no owner.",
      hint: "Add `owner: The team’s name`, and `contact` with its address.",
    },
  },
  examples: [
    schemaExample("an owner", "owner: Product Analytics\n", {}, { settings }),
    schemaExample("none", "properties:\n  n: { type: integer }\n", { "": "missing" }, { settings }),
  ],
  view: "source",
  isAboutRoot: true,
  *check({ schema }) {
    const owner = own(schema, "owner");
    if (typeof owner === "string" && owner.trim() !== "") return;
    yield { pointer: "", messageId: "missing" };
  },
});
