import { type Data, evaluate, isArray, join, own } from "@addendum/json-schema";
import { defineRule } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";
import { showValue } from "../../../words/show-value.ts";

export const noEnumTypeConflict = defineRule({
  id: "no-enum-type-conflict",
  concern: "correctness",
  severity: "error",
  adoptedSeverity: "warn",
  summary: "Rejects an option that does not have the schema's type.",
  rationale:
    "No event can ever contain such an option. In YAML this happens easily: without quotes, true and 10 are not strings.",
  messages: {
    conflict: {
      text: "The option {value} is not of type {type}.",
      hint: "Put it in quotes if you mean text; otherwise remove it or correct the type.",
    },
    nothing: {
      text: "The option null is not of type {type}.",
      hint: "Add `null` to the types, in quotes in YAML; or remove the option.",
    },
  },
  examples: [
    schemaExample("options of the type", 'properties:\n  s: { type: string, enum: ["1", "2", other] }\n'),
    schemaExample("a number among strings", "properties:\n  s: { type: string, enum: [1, other] }\n", {
      "/properties/s/enum/0": "conflict",
    }),
    schemaExample("null among strings", "properties:\n  s: { type: string, enum: [on, null] }\n", {
      "/properties/s/enum/1": "nothing",
    }),
    schemaExample("a constant of another type", "properties:\n  n: { type: integer, const: one }\n", {
      "/properties/n/const": "conflict",
    }),
  ],
  view: "dereferenced",
  keywords: ["enum", "const"],
  *check({ schema, pointer }) {
    const type = own(schema, "type");
    if (type === undefined) return;
    // Of a date without quotes another rule has more to say.
    const isWrong = (value: Data) => !(value instanceof Date) && evaluate({ type }, value) !== undefined;
    // What stands for text without quotes, as 10 or true does, was meant as text.
    const fixOf = (value: Data) =>
      type === "string" && value !== null && typeof value !== "object"
        ? { fix: { kind: "quote" } as const }
        : {};
    const shown = isArray(type) ? type.join(" or ") : String(type);
    const options = own(schema, "enum");
    for (const [index, option] of (isArray(options) ? options : []).entries()) {
      if (!isWrong(option)) continue;
      const values = { value: showValue(option), type: shown };
      const messageId = option === null ? "nothing" : "conflict";
      yield { pointer: join(pointer, "enum", index), messageId, values, ...fixOf(option) };
    }
    const constant = own(schema, "const");
    if (constant === undefined || !isWrong(constant)) return;
    const values = { value: showValue(constant), type: shown };
    yield { pointer: join(pointer, "const"), messageId: "conflict", values, ...fixOf(constant) };
  },
});
