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
  summary: "Warns about an alternative that another one contains.",
  rationale:
    "Under `anyOf`, everything it accepts is accepted anyway, so it has no effect, and neither do its limits. Under `oneOf`, everything it accepts fits both alternatives and is rejected: `oneOf: [number, integer]` rejects every integer. This is proved, not guessed.",
  messages: {
    redundant: {
      text: "This alternative has no effect: number {other} accepts everything that it accepts.",
      hint: "Remove it, or narrow number {other}.",
    },
    refused: {
      text: "No value can match this alternative: number {other} accepts everything that it accepts, and “oneOf” rejects a value that matches two.",
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
