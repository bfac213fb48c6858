import {
  type Data,
  type DataObject,
  isArray,
  isObject,
  isSchema,
  join,
  own,
  partOf,
  resolveReference,
  type Schema,
} from "@addendum/json-schema";
import { declaredTypes, type LintedSubschema } from "../../../model/linted-schema.ts";
import { defineRule, type RuleFinding } from "../../../model/rule.ts";
import { isProvedPart } from "../../../model/proofs.ts";
import { schemaExample } from "../../../model/rule-example.ts";

/** Every alternative is compared with every other. */
const alternativeLimit = 16;
/** Comparisons for one list: tagged alternatives need none, and others are few. */
const comparisonLimit = 30;

export const noRedundantAlternative = defineRule({
  id: "no-redundant-alternative",
  concern: "correctness",
  severity: "warn",
  summary: "Warns about an alternative that another one contains.",
  rationale:
    "Under `anyOf`, everything it accepts is accepted anyway, so it has no effect, and neither do its limits. Under `oneOf`, everything it accepts matches both alternatives and is rejected: `oneOf: [number, integer]` rejects every integer. This is proved, not guessed.",
  messages: {
    redundant: {
      text: "This alternative has no effect: alternative {other} accepts everything that it accepts.",
      hint: "Remove it, or narrow alternative {other}.",
    },
    refused: {
      text: "No value can match this alternative: alternative {other} accepts everything that it accepts, and “oneOf” rejects a value that matches two.",
      hint: "Use “anyOf”, or narrow alternative {other}.",
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
  let compared = 0;
  for (const [index, one] of alternatives.entries()) {
    const other = alternatives.findIndex((wider, at) => {
      if (at === index || redundant.has(at) || !isSchema(one) || !isSchema(wider)) return false;
      if (asksForMore(one, wider, whole.root) || ++compared > comparisonLimit) return false;
      const [narrow, wide] = [index, at].map((number) =>
        partOf(whole.root, join(pointer, keyword, number)),
      ) as [typeof one, typeof wider];
      return isProvedPart(whole.root, narrow, wide);
    });
    if (other === -1) continue;
    redundant.add(index);
    yield { pointer: join(pointer, keyword, index), messageId, values: { other: other + 1 } };
  }
}

/** Whether a glance shows that one schema refuses some of what the other accepts: another type, a name more. */
function asksForMore(narrow: Schema, wide: Schema, root: DataObject): boolean {
  const [one, other] = [targetOf(narrow, root), targetOf(wide, root)];
  if (one === undefined || other === undefined) return false;
  const [types, otherTypes] = [declaredTypes(one), declaredTypes(other)];
  if (types !== undefined && otherTypes !== undefined) {
    const takes = (type: string) =>
      otherTypes.includes(type) || (type === "integer" && otherTypes.includes("number"));
    if (!types.some(takes)) return true;
  }
  if (["enum", "const", "allOf", "anyOf", "oneOf"].some((keyword) => Object.hasOwn(one, keyword)))
    return false;
  const [names, otherNames] = [one, other].map((schema) => {
    const required = own(schema, "required");
    return isArray(required) ? required : [];
  }) as [readonly Data[], readonly Data[]];
  const mayBeObject = types?.includes("object") ?? true;
  if (mayBeObject && otherNames.some((name) => !names.includes(name))) return true;
  const isClosed = (schema: DataObject) => own(schema, "additionalProperties") === false;
  return isClosed(other) && !isClosed(one) && types?.includes("object") === true;
}

function targetOf(schema: Schema, root: DataObject): DataObject | undefined {
  const reference = isObject(schema) ? own(schema, "$ref") : undefined;
  const target = typeof reference === "string" ? resolveReference(root, reference) : schema;
  return isObject(target) ? target : undefined;
}
