import { type Data, evaluate, join, own, partOf } from "@addendum/json-schema";
import { defineRule } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";
import { showValue } from "../../../words/show-value.ts";

export const noInvalidDefault = defineRule({
  id: "no-invalid-default",
  concern: "correctness",
  severity: "error",
  adoptedSeverity: "warn",
  summary: "Rejects a default that its own schema rejects.",
  rationale:
    "An intake that fills in defaults would turn a valid event into an invalid one, and the documentation would be wrong.",
  messages: {
    invalid: {
      text: "The default {value} is rejected by its own schema ({keyword}).",
      hint: "Correct the default or the schema.",
    },
  },
  examples: [
    schemaExample("a default that fits", "properties:\n  n: { type: integer, default: 0 }\n"),
    schemaExample("text for a number", "properties:\n  n: { type: integer, default: none }\n", {
      "/properties/n/default": "invalid",
    }),
  ],
  view: "dereferenced",
  keywords: ["default"],
  *check({ schema, pointer, whole }) {
    const value = own(schema, "default") as Data;
    const refusal = evaluate(partOf(whole.root, pointer), value);
    if (refusal === undefined) return;
    const values = { value: showValue(value), keyword: refusal.keyword };
    yield { pointer: join(pointer, "default"), messageId: "invalid", values };
  },
});
