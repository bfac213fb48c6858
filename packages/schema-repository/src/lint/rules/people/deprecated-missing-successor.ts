import { own } from "@addendum/json-schema";
import { textOf } from "../../../model/annotations.ts";
import { defineRule } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";

export const deprecatedMissingSuccessor = defineRule({
  id: "deprecated-missing-successor",
  concern: "people",
  severity: "info",
  summary: "Reports a deprecation that does not say what to use instead.",
  rationale: "A producer who is told to stop, but not what to use instead, does not stop.",
  messages: {
    missing: {
      text: "{label} is deprecated but does not say what to use instead.",
      hint: "Add `successor`, or say it in the description: “Deprecated, use page_id.”",
    },
  },
  examples: [
    schemaExample(
      "with a successor",
      "properties:\n  page: { type: integer, deprecated: true, successor: page_id }\n  old: { type: string, description: 'Deprecated, use page_id.' }\n",
    ),
    schemaExample("without one", "properties:\n  page: { type: integer, deprecated: true }\n", {
      "/properties/page": "missing",
    }),
  ],
  keywords: ["deprecated", "description"],
  *check({ schema, pointer, label }) {
    const description = textOf(schema, "description");
    if (own(schema, "deprecated") !== true && !/^\W*deprecated\b/i.test(description)) return;
    const says =
      /\b(use|uses|using|instead|replaced|replaces|superseded|in favou?r of|see|moved|no longer \w+|unused)\b/i;
    if (textOf(schema, "successor") !== "" || says.test(description)) return;
    yield { pointer, messageId: "missing", values: { label } };
  },
});
