import {
  type Data,
  type DataObject,
  evaluate,
  isArray,
  isObject,
  join,
  own,
  partOf,
  resolvePointer,
} from "@addendum/json-schema";
import type { LintedSubschema } from "../../../model/linted-schema.ts";
import { defineRule, type RuleFinding } from "../../../model/rule.ts";
import { isProvedEmpty, isProvedPart } from "../../../model/proofs.ts";
import { schemaExample } from "../../../model/rule-example.ts";
import { showValue } from "../../../words/show-value.ts";

const alternativeLimit = 16;

export const noDeadOption = defineRule({
  id: "no-dead-option",
  concern: "correctness",
  severity: "error",
  adoptedSeverity: "warn",
  summary: "Rejects an option that the keywords beside it reject.",
  rationale:
    "An option that is too long, does not match the pattern beside it, or is not among the options of the schema around it can never be sent. The same applies to an alternative of `anyOf` or `oneOf` that contradicts its surroundings. The other options work, so nobody notices.",
  messages: {
    refused: {
      text: "The option {value} can never be sent: “{keyword}” rejects it.",
      hint: "Correct the option, or “{keyword}”.",
    },
    around: {
      text: "The option {value} can never be sent: “{keyword}” of the surrounding schema rejects it.",
      hint: "Correct the option, or “{keyword}”.",
    },
    condition: {
      text: "This condition is never true, because it contradicts the surrounding keywords.",
      hint: "Correct the condition, or remove it with its “then”.",
    },
    certain: {
      text: "This condition is always true, because the surrounding keywords require what it asks, so “else” never applies.",
      hint: "Correct the condition, or remove it with its “else”.",
    },
    overlapped: {
      text: "No value can match this alternative: every value that the surrounding keywords allow matches another one too, and “oneOf” rejects that.",
      hint: "Correct the alternative: require a property that only this alternative has.",
    },
    alternative: {
      text: "No value can match this alternative, because it contradicts the surrounding keywords.",
      hint: "Correct the alternative, or remove it.",
    },
  },
  examples: [
    schemaExample(
      "options that fit",
      "properties:\n  s: { type: string, maxLength: 7, enum: [mobile, desktop] }\n",
    ),
    schemaExample(
      "one that is too long",
      "properties:\n  s: { type: string, maxLength: 6, enum: [mobile, desktop] }\n",
      { "/properties/s/enum/1": "refused" },
    ),
    schemaExample(
      "one that the schema around it does not list",
      "properties:\n  s: { type: string, enum: [a, b], anyOf: [{ enum: [a] }, { enum: [b, c] }] }\n",
      { "/properties/s/anyOf/1/enum/1": "around" },
    ),
    schemaExample(
      "a condition that is always true",
      "required: [kind]\nproperties: { kind: { type: string }, a: { type: string } }\nif: { required: [kind] }\nthen: { required: [a] }\nelse: { maxProperties: 2 }\n",
      { "/if": "certain" },
    ),
    schemaExample(
      "an alternative for a kind that is not listed",
      "properties:\n  o:\n    type: object\n    required: [kind]\n    properties: { kind: { type: string, enum: [page, user] } }\n    oneOf:\n      - { properties: { kind: { const: page } } }\n      - { properties: { kind: { const: usr } } }\n",
      { "/properties/o/oneOf/1": "alternative" },
    ),
  ],
  // What an `allOf` leaves of a fragment's options is left on purpose, so it is not merged yet.
  view: "dereferenced",
  keywords: ["enum", "anyOf", "oneOf", "if"],
  *check(subschema) {
    const { schema, pointer, role } = subschema;
    if (role === "condition") return;
    yield* refusedOptions(subschema);
    if (Object.hasOwn(schema, "if") && isDead(subschema, ["if", "then", "else"], ["if"])) {
      yield { pointer: join(pointer, "if"), messageId: "condition" };
    } else if (Object.hasOwn(schema, "else") && isCertain(subschema)) {
      yield { pointer: join(pointer, "if"), messageId: "certain" };
    }
    for (const keyword of ["anyOf", "oneOf"]) {
      const alternatives = own(schema, keyword);
      if (!isArray(alternatives) || alternatives.length < 2 || alternatives.length > alternativeLimit)
        continue;
      const dead = [...alternatives.keys()].filter((index) => isDead(subschema, [keyword], [keyword, index]));
      // If none is left, the schema as a whole accepts nothing.
      if (dead.length === alternatives.length) continue;
      for (const index of dead) {
        yield { pointer: join(pointer, keyword, index), messageId: "alternative" };
      }
      if (keyword !== "oneOf" || dead.length > 0) continue;
      for (const index of alternatives.keys()) {
        if (!isOverlapped(subschema, alternatives, index)) continue;
        yield { pointer: join(pointer, keyword, index), messageId: "overlapped" };
      }
    }
  },
});

function* refusedOptions(subschema: LintedSubschema): Iterable<RuleFinding<"refused" | "around">> {
  const { schema, pointer } = subschema;
  const options = own(schema, "enum");
  // Where there is a constant, everybody sees that it decides.
  if (!isArray(options) || Object.hasOwn(schema, "const")) return;
  const type = own(schema, "type");
  const beside = without(schema, ["enum"]) ?? true;
  const around = surroundings(subschema);
  const refused = options.flatMap((option, index): readonly RuleFinding<"refused" | "around">[] => {
    // Of these `no-enum-type-conflict` speaks.
    if (option instanceof Date || (type !== undefined && evaluate({ type }, option) !== undefined)) return [];
    const at = { pointer: join(pointer, "enum", index) };
    const values = (keyword: string) => ({ value: showValue(option), keyword });
    const refusal = evaluate(beside, option);
    if (refusal !== undefined) {
      return [{ ...at, messageId: "refused", values: values(refusal.keyword) }];
    }
    const keyword = around.map((holder) => refusingKeyword(holder, option)).find(Boolean);
    return keyword === undefined ? [] : [{ ...at, messageId: "around", values: values(keyword) }];
  });
  // If none is left, the schema accepts nothing, and another rule says so.
  if (refused.length < options.length) yield* refused;
}

/** The schemas around an alternative, about the same value; what they say besides the alternatives must be satisfied too. */
function surroundings(subschema: LintedSubschema): readonly LintedSubschema[] {
  const found: LintedSubschema[] = [];
  for (let at = subschema; at.branchOf !== undefined; at = at.branchOf) {
    // What an `allOf` narrows is narrowed on purpose.
    if (at.keyword === "allOf") break;
    found.push(at.branchOf);
  }
  return found;
}

/** A keyword of a schema that refuses a value, its applicators left aside. */
function refusingKeyword({ schema }: LintedSubschema, value: Data): string | undefined {
  return evaluate(without(schema, applicators) ?? true, value)?.keyword;
}

const applicators = ["anyOf", "oneOf", "allOf", "if", "then", "else", "not", "dependencies"];

/** A schema without some of its keywords; undefined if it refers to something, which only the whole schema has. */
function without(schema: DataObject, keywords: readonly string[]): DataObject | undefined {
  const rest = Object.fromEntries(Object.entries(schema).filter(([keyword]) => !keywords.includes(keyword)));
  return JSON.stringify(rest).includes('"$ref"') ? undefined : rest;
}

/** Whether a branch accepts something by itself, and nothing together with what is beside `keywords`. */
function isDead(
  { schema, pointer, whole }: LintedSubschema,
  keywords: readonly string[],
  branch: readonly (string | number)[],
): boolean {
  const rest = without(schema, keywords);
  if (rest === undefined || !Object.keys(rest).some((one) => !annotating.has(one))) return false;
  const at = join(pointer, ...branch);
  // What is refused by `false` is refused on purpose.
  if (!isObject(resolvePointer(whole.root, at))) return false;
  return (
    isProvedEmpty(whole.root, partOf(whole.root, at, rest)) &&
    !isProvedEmpty(whole.root, partOf(whole.root, at))
  );
}

/** Whether a condition asks for what the schema around it requires anyway. */
function isCertain({ schema, pointer, whole }: LintedSubschema): boolean {
  const rest = without(schema, ["if", "then", "else"]);
  const condition = own(schema, "if");
  // An empty one is true on purpose.
  if (rest === undefined || !isObject(condition) || Object.keys(condition).length === 0) return false;
  if (
    JSON.stringify(condition).includes('"$ref"') ||
    isProvedEmpty(whole.root, partOf(whole.root, pointer))
  ) {
    return false;
  }
  return isProvedPart(whole.root, rest, condition);
}

/** Whether all that an alternative of `oneOf` accepts fits others as well, together, with what is beside them. */
function isOverlapped(
  { schema, pointer, whole }: LintedSubschema,
  alternatives: readonly Data[],
  index: number,
): boolean {
  const rest = without(schema, ["oneOf"]);
  const holder = without(schema, []);
  if (holder === undefined || rest === undefined || Object.keys(rest).every((one) => annotating.has(one))) {
    return false;
  }
  const at = (number: number) => partOf(whole.root, join(pointer, "oneOf", number));
  if (
    !isObject(alternatives[index]) ||
    !isProvedEmpty(whole.root, partOf(whole.root, join(pointer, "oneOf", index), holder))
  ) {
    return false;
  }
  // Of one that another one contains `no-redundant-alternative` speaks, and of a holder that accepts nothing others do.
  const isContained = [...alternatives.keys()].some(
    (other) => other !== index && isProvedPart(whole.root, at(index), at(other)),
  );
  return !isContained && !isProvedEmpty(whole.root, partOf(whole.root, pointer));
}

/** Keywords that contradict nothing. */
const annotating = new Set([
  "title",
  "description",
  "$id",
  "$schema",
  "$comment",
  "default",
  "examples",
  "definitions",
]);
