import { own } from "@addendum/json-schema";
import { textOf } from "../../../model/annotations.ts";
import { defineRule } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";

export const temporaryMissingTicket = defineRule({
  id: "temporary-missing-ticket",
  concern: "people",
  severity: "info",
  summary: "Remarks on something temporary that no ticket will end.",
  rationale: "What nobody is reminded of stays for ever. A ticket is where its end is planned.",
  messages: {
    missing: {
      text: "{label} is temporary, and no ticket says who will end it.",
      hint: "Add `ticket` with the address of one, or name it in the description.",
    },
  },
  examples: [
    schemaExample(
      "with a ticket",
      "properties:\n  bucket: { type: string, temporary: true, ticket: https://tickets.example.org/17 }\n",
    ),
    schemaExample(
      "without one, by its mark or by its description",
      "properties:\n  bucket: { type: string, temporary: true }\n  group: { type: string, description: 'Temporary, for the experiment.' }\n",
      { "/properties/bucket": "missing", "/properties/group": "missing" },
    ),
  ],
  keywords: ["temporary", "description"],
  *check({ schema, pointer, label }) {
    const description = textOf(schema, "description");
    if (own(schema, "temporary") !== true && !/^\W*temporar(y|ily)\b/i.test(description)) return;
    if (textOf(schema, "ticket") !== "" || namesTicket(description)) return;
    yield { pointer, messageId: "missing", values: { label } };
  },
});

/** An address, `T123456`, `ABC-12` or `#123`. */
function namesTicket(text: string): boolean {
  return /https?:\/\/|\bT\d{3,}\b|\b[A-Z][A-Z0-9]+-\d+\b|(^|\s)#\d+\b/.test(text);
}
