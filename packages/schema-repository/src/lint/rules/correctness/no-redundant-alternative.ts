import { contains } from "@addendum/containment";
import { isArray, isSchema, join, own, partOf } from "@addendum/json-schema";
import type { LintedSubschema } from "../../../model/linted-schema.ts";
import { defineRule, type RuleFinding } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";

/** Steps for one pair: what takes longer is not as plain as a redundancy should be. */
const budget = 2_000;
/** Every alternative is compared with every other. */
const alternativeLimit = 16;

export const noRedundantAlternative = defineRule({
  id: "no-redundant-alternative",
  concern: "correctness",
  severity: "warn",
  summary: "Warns of an alternative that another one contains.",
  rationale:
    "Under `anyOf`, whatever it accepts is accepted anyway, so it says nothing, and its limits limit nothing. Under `oneOf`, whatever it accepts fits both alternatives and is rejected: `oneOf: [number, integer]` refuses every integer. That is proved, not guessed.",
  messages: {
    redundant: {
      text: "This alternative says nothing: number {other} accepts all of it.",
      hint: "Remove it, or narrow number {other}.",
    },
    refused: {
      text: "No value can be of this alternative: number {other} accepts all of it, and “oneOf” refuses what fits two.",
      hint: "Use “anyOf”, or narrow number {other}.",
    },
  },
  examples: [
    schemaExample(
      "alternatives that differ",
      "properties:\n  v: { anyOf: [{ type: string }, { type: integer }] }\n",
    ),
    schemaExample(
      "an integer beside a number",
      "properties:\n  v: { anyOf: [{ type: number }, { type: integer, minimum: 0 }] }\n",
      { "/properties/v/anyOf/1": "redundant" },
    ),
    schemaExample(
      "one of an integer and a number",
      "properties:\n  v: { oneOf: [{ type: number }, { type: integer, minimum: 0 }] }\n",
      { "/properties/v/oneOf/1": "refused" },
    ),
  ],
  view: "dereferenced",
  keywords: ["anyOf", "oneOf"],
  *check(subschema) {
    yield* redundantAlternatives(subschema, "anyOf", "redundant");
    yield* redundantAlternatives(subschema, "oneOf", "refused");
  },
});

function* redundantAlternatives<MessageId extends string>(
  { schema, pointer, whole }: LintedSubschema,
  keyword: "anyOf" | "oneOf",
  messageId: MessageId,
): Iterable<RuleFinding<MessageId>> {
  const alternatives = own(schema, keyword);
  if (!isArray(alternatives) || alternatives.length > alternativeLimit) return;
  const redundant = new Set<number>();
  for (const [index, one] of alternatives.entries()) {
    const other = alternatives.findIndex((wider, at) => {
      if (at === index || redundant.has(at) || !isSchema(one) || !isSchema(wider)) return false;
      const [narrow, wide] = [index, at].map((number) =>
        partOf(whole.root, join(pointer, keyword, number)),
      ) as [typeof one, typeof wider];
      return contains(narrow, wide, { contentModel: "open", budget }).kind === "compatible";
    });
    if (other === -1) continue;
    redundant.add(index);
    yield { pointer: join(pointer, keyword, index), messageId, values: { other: other + 1 } };
  }
}
