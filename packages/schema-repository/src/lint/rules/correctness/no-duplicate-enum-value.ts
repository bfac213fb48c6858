import { DataSet, isArray, join, own } from "@addendum/json-schema";
import { defineRule } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";
import { showValue } from "../../../words/show-value.ts";

export const noDuplicateEnumValue = defineRule({
  id: "no-duplicate-enum-value",
  concern: "correctness",
  severity: "error",
  adoptedSeverity: "warn",
  summary: "Rejects an option that is listed twice.",
  rationale:
    "The second one has no effect, so it is a slip or was meant to be another option. Source: JSON Schema Validation draft-07 §6.1.2, which says that options should be unique.",
  messages: {
    duplicate: {
      text: "{value} is already an option.",
      hint: "Remove it, or write the option that was meant.",
    },
  },
  examples: [
    schemaExample("different options", "properties:\n  s: { type: string, enum: [on, off] }\n"),
    schemaExample("the same option twice", "properties:\n  s: { type: string, enum: [on, off, on] }\n", {
      "/properties/s/enum/2": "duplicate",
    }),
  ],
  view: "dereferenced",
  keywords: ["enum"],
  *check({ schema, pointer }) {
    const options = own(schema, "enum");
    if (!isArray(options)) return;
    const seen = new DataSet();
    for (const [index, option] of options.entries()) {
      if (seen.add(option)) continue;
      const at = join(pointer, "enum", index);
      yield { pointer: at, messageId: "duplicate", values: { value: showValue(option) } };
    }
  },
});
