import { join, own } from "@addendum/json-schema";
import { defineRule } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";

export const noRefSibling = defineRule({
  id: "no-ref-sibling",
  concern: "correctness",
  severity: "off",
  summary: "Warns about keywords beside a `$ref`.",
  rationale:
    "Draft-07 ignores keywords beside a `$ref`. When Addendum materializes, they override those of the target, so this does no harm if events are validated only against version files. Source: JSON Schema draft-07 §8.3.",
  messages: {
    sibling: {
      text: "“{keyword}” stands beside a `$ref`, where draft-07 ignores it.",
      hint: "Put the reference and the rest under `allOf`.",
    },
  },
  examples: [
    schemaExample(
      "both under allOf",
      "definitions: { name: { type: string } }\nproperties:\n  s: { allOf: [{ $ref: '#/definitions/name' }, { maxLength: 9 }] }\n",
      {},
      { settings: { rules: { "no-ref-sibling": "warn" } } },
    ),
    schemaExample(
      "a limit beside a reference",
      "definitions: { name: { type: string } }\nproperties:\n  s: { $ref: '#/definitions/name', maxLength: 9 }\n",
      { "/properties/s/maxLength": "sibling" },
      { settings: { rules: { "no-ref-sibling": "warn" } } },
    ),
  ],
  view: "source",
  keywords: ["$ref"],
  isAboutKeys: true,
  *check({ schema, pointer }) {
    if (typeof own(schema, "$ref") !== "string") return;
    for (const keyword of Object.keys(schema)) {
      if (keyword === "$ref") continue;
      yield { pointer: join(pointer, keyword), messageId: "sibling", values: { keyword } };
    }
  },
});
