import { evaluate, isArray, join, own, partOf } from "@addendum/json-schema";
import { defineRule } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";
import { showValue } from "../../../words/show-value.ts";

export const noInvalidFieldExample = defineRule({
  id: "no-invalid-field-example",
  concern: "correctness",
  severity: "error",
  adoptedSeverity: "warn",
  summary: "Rejects an example of a field that the field's own schema rejects.",
  rationale:
    "The registry’s pages and the documentation show such examples, and people copy them into events, which are then rejected.",
  messages: {
    invalid: {
      text: "The example {value} is rejected by its own schema ({keyword}).",
      hint: "Correct the example or the schema.",
    },
  },
  examples: [
    schemaExample(
      "examples that fit",
      "properties:\n  s: { type: string, maxLength: 6, examples: [enwiki] }\n",
    ),
    schemaExample(
      "an example that is not an option",
      "properties:\n  s: { type: string, enum: [desktop, mobile], examples: [mobile, tablet] }\n",
      { "/properties/s/examples/1": "invalid" },
    ),
  ],
  view: "dereferenced",
  keywords: ["examples"],
  *check({ schema, pointer, keyword, whole }) {
    const examples = own(schema, "examples");
    // Those of the whole schema are events, of which `no-invalid-example` says where they are rejected.
    if (keyword === undefined || !isArray(examples)) return;
    for (const [index, example] of examples.entries()) {
      // Of a date without quotes another rule has more to say.
      if (example instanceof Date) continue;
      const refusal = evaluate(partOf(whole.root, pointer), example);
      if (refusal === undefined) continue;
      const values = { value: showValue(example), keyword: refusal.keyword };
      yield { pointer: join(pointer, "examples", index), messageId: "invalid", values };
    }
  },
});
