import { join, own } from "@addendum/json-schema";
import { defineRule } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";

export const noBlankDescription = defineRule({
  id: "no-blank-description",
  concern: "people",
  severity: "warn",
  summary: "Warns about a description without words, or with a placeholder.",
  rationale:
    "An empty `description` looks as if somebody had described it. It becomes an empty line in the table’s documentation and beside the generated type.",
  messages: {
    blank: {
      text: "{label} has a description without words.",
      hint: "Say what it is in one sentence, or remove the description.",
    },
    placeholder: {
      text: "{label} has the description “{description}”, which is a placeholder.",
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
    schemaExample("a placeholder", "properties:\n  n: { type: integer, description: TODO }\n", {
      "/properties/n/description": "placeholder",
    }),
  ],
  view: "dereferenced",
  keywords: ["description"],
  *check({ schema, pointer, label }) {
    const description = own(schema, "description");
    if (typeof description !== "string") return;
    const at = join(pointer, "description");
    const words = description.trim().replace(/^[<[({]+|[.\u2026:!?>\])}]+$/gu, "");
    if (!/[\p{L}\p{N}\p{S}]/u.test(description)) {
      yield { pointer: at, messageId: "blank", values: { label } };
    } else if (placeholders.has(words.toLowerCase())) {
      yield { pointer: at, messageId: "placeholder", values: { label, description } };
    }
  },
});

/** What people write until they know what to write. */
const placeholders = new Set([
  "todo",
  "fixme",
  "tbd",
  "tba",
  "tbc",
  "xxx",
  "wip",
  "placeholder",
  "description",
  "description here",
  "add description",
  "lorem ipsum",
  "n/a",
]);
