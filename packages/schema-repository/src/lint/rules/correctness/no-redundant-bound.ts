import { type DataObject, join, own } from "@addendum/json-schema";
import { defineRule } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";

const pairs = [
  { inclusive: "minimum", exclusive: "exclusiveMinimum", sign: 1 },
  { inclusive: "maximum", exclusive: "exclusiveMaximum", sign: -1 },
] as const;

export const noRedundantBound = defineRule({
  id: "no-redundant-bound",
  concern: "correctness",
  severity: "warn",
  summary: "Warns about two bounds on the same side, one of which has no effect.",
  rationale:
    "With `minimum: 0` and `exclusiveMinimum: 0` it is unclear whether 0 may be sent; both hold, so the narrower one decides. Often the second one is left over from draft-04, where `exclusiveMinimum: true` was a mark on `minimum`. Source: JSON Schema Validation draft-07 §6.2.5.",
  messages: {
    redundant: {
      text: "“{keyword}” has no effect beside “{other}: {bound}”.",
      hint: "Remove one of them.",
    },
  },
  examples: [
    schemaExample(
      "one bound on each side",
      "properties:\n  n: { type: number, minimum: 0, exclusiveMaximum: 1 }\n",
    ),
    schemaExample(
      "two lower bounds",
      "properties:\n  n: { type: number, minimum: 0, exclusiveMinimum: 0 }\n",
      { "/properties/n/minimum": "redundant" },
    ),
    schemaExample(
      "two upper bounds",
      "properties:\n  n: { type: number, maximum: 9, exclusiveMaximum: 10 }\n",
      { "/properties/n/exclusiveMaximum": "redundant" },
    ),
  ],
  // What is merged, or overrides what a fragment says, may state both.
  view: "source",
  keywords: ["exclusiveMinimum", "exclusiveMaximum"],
  isAboutKeys: true,
  *check({ schema, pointer }) {
    for (const { inclusive, exclusive, sign } of pairs) {
      const [bound, strict] = [numberAt(schema, inclusive), numberAt(schema, exclusive)];
      if (bound === undefined || strict === undefined) continue;
      // Of equal ones the exclusive one is the narrower.
      const isStrictNarrower = (strict - bound) * sign >= 0;
      const [keyword, other] = isStrictNarrower ? [inclusive, exclusive] : [exclusive, inclusive];
      const values = { keyword, other, bound: isStrictNarrower ? strict : bound };
      yield { pointer: join(pointer, keyword), messageId: "redundant", values };
    }
  },
});

function numberAt(schema: DataObject, keyword: string): number | undefined {
  const value = own(schema, keyword);
  return typeof value === "number" ? value : undefined;
}
