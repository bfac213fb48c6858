import { join, own } from "@addendum/json-schema";
import { defineRule } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";

export const noBlankDescription = defineRule({
  id: "no-blank-description",
  concern: "people",
  severity: "warn",
  summary: "Warns about a description without words.",
  rationale:
    "An empty `description` looks as if somebody had described it. It becomes an empty line in the table’s documentation and beside the generated type.",
  messages: {
    blank: {
      text: "{label} has a description without words.",
      hint: "Say what it is in one sentence, or remove the description.",
    },
  },
  examples: [
    schemaExample(
      "a description",
      "properties:\n  n: { type: integer, description: How many links there are. }\n",
    ),
    schemaExample("in other letters", "properties:\n  n: { type: integer, description: 链接数 }\n"),
    schemaExample("an empty one", "properties:\n  n: { type: integer, description: '' }\n", {
      "/properties/n/description": "blank",
    }),
    schemaExample("a dash", "properties:\n  n: { type: integer, description: ' - ' }\n", {
      "/properties/n/description": "blank",
    }),
  ],
  view: "dereferenced",
  keywords: ["description"],
  *check({ schema, pointer, label }) {
    const description = own(schema, "description");
    if (typeof description !== "string" || /[\p{L}\p{N}\p{S}]/u.test(description)) return;
    yield { pointer: join(pointer, "description"), messageId: "blank", values: { label } };
  },
});
