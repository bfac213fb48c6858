import { own } from "@addendum/json-schema";
import { textOf } from "../../../model/annotations.ts";
import { defineRule } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";

export const temporaryMissingTicket = defineRule({
  id: "temporary-missing-ticket",
  concern: "people",
  severity: "info",
  summary: "Reports something temporary without a ticket.",
  rationale: "Temporary things stay permanently unless a ticket reminds someone to end them.",
  messages: {
    missing: {
      text: "{label} is temporary, but no ticket says who will end it.",
      hint: "Add `ticket` with its address, or name it in the description.",
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
