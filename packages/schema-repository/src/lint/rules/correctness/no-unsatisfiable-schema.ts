import { type DataObject, evaluate, isArray, isObject, own, partOf } from "@addendum/json-schema";
import { defineRule } from "../../../model/rule.ts";
import { isProvedEmpty, matchesNothing } from "../../../model/proofs.ts";
import { schemaExample } from "../../../model/rule-example.ts";

export const noUnsatisfiableSchema = defineRule({
  id: "no-unsatisfiable-schema",
  concern: "correctness",
  severity: "error",
  adoptedSeverity: "warn",
  summary: "Rejects a schema that accepts no value.",
  rationale:
    "If the constraints contradict each other, an event with the property is always rejected, and one without it never shows the mistake. The contradiction is proved, not guessed: the schema is contained in `false`.",
  messages: {
    unsatisfiable: {
      text: "{label} can have no value because its constraints contradict each other ({keywords}).",
      hint: "Correct one of them.",
    },
  },
  examples: [
    schemaExample(
      "limits that leave something",
      "properties:\n  n: { type: integer, minimum: 1, maximum: 5 }\n",
    ),
    schemaExample(
      "limits the wrong way round",
      "properties:\n  n: { type: integer, minimum: 5, maximum: 1 }\n",
      { "/properties/n": "unsatisfiable" },
    ),
    schemaExample(
      "options that are all too long",
      "properties:\n  s: { type: string, maxLength: 2, enum: [mobile, desktop] }\n",
      { "/properties/s": "unsatisfiable" },
    ),
    schemaExample(
      "a constant that is not an option",
      "properties:\n  s: { type: string, enum: [mobile, desktop], const: tablet }\n",
      { "/properties/s": "unsatisfiable" },
    ),
    schemaExample(
      "a format that needs more characters than there may be",
      "properties:\n  d: { type: string, format: date, maxLength: 5 }\n",
      { "/properties/d": "unsatisfiable" },
    ),
    schemaExample(
      "an item that the items are not",
      "properties:\n  l: { type: array, items: { type: string }, contains: { type: integer } }\n",
      { "/properties/l": "unsatisfiable" },
    ),
    schemaExample(
      "a name that is demanded and forbidden",
      "properties:\n  o:\n    type: object\n    required: [a]\n    properties: { b: { type: string } }\n    additionalProperties: false\n",
      { "/properties/o": "unsatisfiable" },
    ),
  ],
  keywords: (
    "not oneOf if anyOf enum const pattern format contains multipleOf uniqueItems required " +
    "maximum exclusiveMaximum maxLength additionalItems maxItems minProperties maxProperties"
  ).split(" "),
  *check(subschema) {
    const { schema, role, whole } = subschema;
    if (role === "condition" || !mayContradict(schema)) return;
    // Of a pattern that contradicts itself `no-unmatchable-pattern` speaks.
    const pattern = own(schema, "pattern");
    if (typeof pattern === "string" && matchesNothing(whole.root, pattern)) return;
    if (!isProvedEmpty(whole.root, partOf(whole.root, subschema.pointer))) return;
    const keywords = Object.keys(schema).filter((key) => assertions.has(key));
    yield {
      pointer: subschema.pointer,
      messageId: "unsatisfiable",
      values: { keywords: keywords.join(", "), label: subschema.label },
    };
  },
});

const assertions = new Set(
  (
    "type enum const not allOf anyOf oneOf if required minimum maximum exclusiveMinimum exclusiveMaximum multipleOf " +
    "minLength maxLength pattern format minItems maxItems uniqueItems contains minProperties maxProperties " +
    "additionalProperties propertyNames dependencies"
  ).split(" "),
);

/** Keywords that cannot contradict others by themselves: a lower and an upper bound can. */
const pairs: readonly (readonly [readonly string[], readonly string[]])[] = [
  [
    ["minimum", "exclusiveMinimum"],
    ["maximum", "exclusiveMaximum"],
  ],
  [["minLength"], ["maxLength"]],
  [["minItems", "contains"], ["maxItems"]],
  [["minProperties"], ["maxProperties"]],
];

/** Whether a closer look is worth its time: most schemas say nothing that could contradict anything. */
function mayContradict(schema: DataObject): boolean {
  const has = (keyword: string) => Object.hasOwn(schema, keyword);
  const bound = (keywords: readonly string[]) =>
    keywords.map((keyword) => own(schema, keyword)).find((value) => typeof value === "number");
  if (["not", "oneOf", "if", "contains"].some(has)) return true;
  if (has("enum") && has("const")) return true;
  if (
    ["enum", "const", "anyOf"].some(has) &&
    Object.keys(schema).some(
      (key) => key !== "type" && key !== "enum" && key !== "const" && key !== "anyOf" && assertions.has(key),
    )
  ) {
    return !haveNoneOfType(schema);
  }
  if (has("pattern") && ["minLength", "maxLength", "format"].some(has)) return true;
  if (has("format") && ["minLength", "maxLength", "minimum", "maximum"].some(has)) return true;
  if (has("multipleOf") && has("maximum")) return true;
  if (has("uniqueItems") && has("minItems")) return true;
  if (has("minItems") && own(schema, "additionalItems") === false) return true;
  if (has("minProperties") && (own(schema, "additionalProperties") === false || has("propertyNames")))
    return true;
  // Between strict bounds there may be numbers and no integer.
  if (has("exclusiveMinimum") && ["maximum", "exclusiveMaximum"].some(has)) return true;
  for (const [lower, upper] of pairs) {
    const [least, most] = [bound(lower), bound(upper)];
    if (least !== undefined && most !== undefined && least >= most) return true;
    if (most !== undefined && lower.some((keyword) => isObject(own(schema, keyword)))) return true;
  }
  const required = own(schema, "required");
  if (!isArray(required) || required.length === 0) return false;
  const properties = own(schema, "properties");
  const isClosed = own(schema, "additionalProperties") === false;
  const most = bound(["maxProperties"]);
  return (
    required.some((name) => {
      const property = isObject(properties) ? own(properties, String(name)) : undefined;
      return property === false || (property === undefined && (isClosed || has("propertyNames")));
    }) ||
    (typeof most === "number" && most < required.length)
  );
}

/** Options of which none has the type: of these `no-enum-type-conflict` speaks. */
function haveNoneOfType(schema: DataObject): boolean {
  const [type, options] = [own(schema, "type"), own(schema, "enum")];
  if (type === undefined || !isArray(options)) return false;
  return options.every((option) => evaluate({ type }, option) !== undefined);
}
