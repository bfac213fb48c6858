import { type DataObject, isArray, isObject, join, own, type Pointer } from "@addendum/json-schema";
import { branches, declaredTypes } from "../../../model/subschema.ts";
import { defineRule, type RuleFinding } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";

type Message = "noType" | "union" | "items" | "object" | "alternatives" | "null";

export const deterministicType = defineRule({
  id: "deterministic-type",
  concern: "events",
  severity: "warn",
  summary: "Warns of a property whose value has no single type.",
  rationale:
    "A column has one type. A property without a type, a union, an array that does not say its items, or an object that says neither its properties nor what its members are becomes text, or no column at all. Source: the rule of @wikimedia/jsonschema-tools 1.3.0.",
  messages: {
    noType: { text: "{label} does not say its type.", hint: "Add `type`." },
    union: {
      text: "{label} has several types: {types}.",
      hint: "Choose one; a value that may be absent is an optional property.",
    },
    items: { text: "{label} does not say what its items are.", hint: "Add `items` with a `type`." },
    object: {
      text: "{label} says neither its properties nor what its members are.",
      hint: "Add `properties`, or `additionalProperties` with a schema to make it a map.",
    },
    alternatives: {
      text: "The alternatives of {label} have different types: {types}.",
      hint: "Give all of them one type.",
    },
    null: {
      text: "Null is an option of {label} beside others.",
      hint: "Leave it out: a value that may be absent is an optional property.",
    },
  },
  examples: [
    schemaExample(
      "one type each",
      "properties:\n  n: { type: integer }\n  l: { type: array, items: { type: string } }\n  m: { type: object, additionalProperties: { type: string } }\n",
    ),
    schemaExample("a union", "properties:\n  n: { type: [integer, 'null'] }\n", {
      "/properties/n/type": "union",
    }),
    schemaExample(
      "items of any type, and any object",
      "properties:\n  l: { type: array }\n  o: { type: object }\n",
      {
        "/properties/l": "items",
        "/properties/o": "object",
      },
    ),
    schemaExample("no type", "properties:\n  v: { description: Anything. }\n", { "/properties/v": "noType" }),
  ],
  isAboutEvents: true,
  testCase: "schema-deterministic-types",
  *check(subschema) {
    const { schema, role, keyword, branchOf } = subschema;
    if (role !== "value" || branchOf !== undefined) return;
    // What refers to itself is judged where it stands.
    if (Object.hasOwn(schema, "$ref")) return;
    const isWhole = keyword === undefined;
    if (!isWhole && keyword !== "properties" && keyword !== "items" && keyword !== "additionalProperties")
      return;
    for (const finding of judge(schema, subschema.pointer, isWhole, keyword === "items")) {
      yield { ...finding, values: { ...finding.values, label: subschema.label } };
    }
  },
});

function* judge(
  schema: DataObject,
  pointer: Pointer,
  isWhole: boolean,
  isItem: boolean,
): Iterable<RuleFinding<Message>> {
  const types = declaredTypes(schema);
  const options = own(schema, "enum");
  if (isArray(options) && options.length > 1 && options.includes(null)) {
    yield { pointer: join(pointer, "enum", options.indexOf(null)), messageId: "null" };
  }
  if (isArray(own(schema, "type"))) {
    if (types?.length === 1) return;
    const shown = (types ?? []).join(", ");
    yield { pointer: join(pointer, "type"), messageId: "union", values: { types: shown } };
    return;
  }
  const alternatives = new Set(
    ["oneOf", "anyOf"].flatMap((keyword) => {
      const members = own(schema, keyword);
      return (isArray(members) ? members : [])
        .filter(isObject)
        .flatMap((member) => declaredTypes(member) ?? []);
    }),
  );
  if (types === undefined && alternatives.size > 1) {
    const shown = [...alternatives].join(", ");
    yield { pointer, messageId: "alternatives", values: { types: shown } };
    return;
  }
  if (types === undefined && alternatives.size === 0) {
    // Of an array's items the array speaks.
    if (!isItem) yield { pointer, messageId: "noType" };
    return;
  }
  const [type] = types ?? [...alternatives];
  const all = branches(schema);
  const says = (keyword: string) => all.some((one) => isObject(own(one, keyword)));
  if (type === "array") {
    const items = own(schema, "items");
    if (!isArray(items) && !all.some((one) => hasType(own(one, "items"))))
      yield { pointer, messageId: "items" };
    else if (isArray(items)) yield { pointer: join(pointer, "items"), messageId: "items" };
  }
  if (
    type === "object" &&
    !says("properties") &&
    !says("additionalProperties") &&
    !says("patternProperties")
  ) {
    if (!isWhole) yield { pointer, messageId: "object" };
  }
}

function hasType(schema: unknown): boolean {
  return (
    isObject(schema) && ["type", "oneOf", "anyOf", "$ref"].some((keyword) => Object.hasOwn(schema, keyword))
  );
}
