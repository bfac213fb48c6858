import { columnsOf, declare, type Misfit, type MisfitReason } from "@addendum/event-fields";
import {
  type DataObject,
  isArray,
  isObject,
  join,
  own,
  parent,
  type Pointer,
  resolvePointer,
} from "@addendum/json-schema";
import { branches, declaredTypes, labelOf } from "../../../model/linted-schema.ts";
import { defineRule, type RuleFinding } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";

type Message =
  "noType" | "union" | "items" | "object" | "alternatives" | "null" | "onlyNull" | "mixed" | "deep";

export const deterministicType = defineRule({
  id: "deterministic-type",
  concern: "events",
  severity: "warn",
  summary: "Warns about a property whose value does not have a single type.",
  rationale:
    "A column has one type. A property without a type, a union, an array that does not describe its items, or an object that describes neither its properties nor its members becomes text or gets no column. The columns are those that `addendum tables` defines. Source: the rule of @wikimedia/jsonschema-tools 1.3.0, which is all that the preset `wikimedia` enforces.",
  messages: {
    noType: { text: "{label} has no type.", hint: "Add `type`." },
    union: {
      text: "{label} has several types: {types}.",
      hint: "Choose one. If the value may be absent, make the property optional.",
    },
    items: { text: "{label} does not describe its items.", hint: "Add `items` with a `type`." },
    object: {
      text: "{label} describes neither its properties nor its members.",
      hint: "Add `properties`, or `additionalProperties` with a schema to make it a map.",
    },
    alternatives: {
      text: "The alternatives of {label} have different types: {types}.",
      hint: "Give all of them one type.",
    },
    null: {
      text: "{label} has null as an option beside others.",
      hint: "Remove it. If the value may be absent, make the property optional.",
    },
    onlyNull: { text: "{label} is always null.", hint: "Give it a type." },
    mixed: {
      text: "The properties of {label} and its other members have different types.",
      hint: "Give all of them one type, or move the declared properties into an object of their own.",
    },
    deep: {
      text: "{label} refers to itself, or is nested too deeply for a column.",
      hint: "Store it flat, or as text.",
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
    schemaExample(
      "a map whose values are anything, and one with a property of another type",
      "properties:\n  m: { type: object, additionalProperties: { description: Anything. } }\n  o:\n    type: object\n    properties: { a: { type: string } }\n    additionalProperties: { type: integer }\n",
      { "/properties/o": "mixed", "/properties/m/additionalProperties": "noType" },
    ),
  ],
  isAboutEvents: true,
  testCase: "schema-deterministic-types",
  *check(subschema) {
    const { schema, role, keyword, branchOf } = subschema;
    if (role !== "value" || branchOf !== undefined) return;
    // What refers to itself is judged where it is.
    if (Object.hasOwn(schema, "$ref")) return;
    const isWhole = keyword === undefined;
    if (!isWhole && keyword !== "properties" && keyword !== "items" && keyword !== "additionalProperties")
      return;
    for (const finding of judge(schema, subschema.pointer, isWhole, keyword === "items")) {
      yield { ...finding, values: { ...finding.values, label: subschema.label } };
    }
    // That preset promises what jsonschema-tools' test case demands, and no more.
    if (isWhole && subschema.whole.settings.preset !== "wikimedia") yield* misfits(schema);
  },
});

/**
 * What the column model has no column for, where judging subschema by subschema says nothing: a property that is put
 * together from several, or refers to itself. So a schema without findings has a column for each of its properties.
 */
function* misfits(root: DataObject): Iterable<RuleFinding<Message>> {
  for (const misfit of columnsOf(declare(root)).misfits) {
    const { path, pointer, detail = "" } = misfit;
    const messageId = messageOf(misfit, root);
    if (messageId === undefined || isJudged(root, pointer)) continue;
    yield { pointer, messageId, values: { label: labelOf(path, pointer), types: detail } };
  }
}

const messages: Readonly<Partial<Record<MisfitReason, Message>>> = {
  union: "union",
  untyped: "noType",
  tuple: "items",
  null: "onlyNull",
  mixed: "mixed",
  deep: "deep",
};

/** Undefined: it is the subject of another rule. */
function messageOf({ reason, pointer }: Misfit, root: DataObject): Message | undefined {
  if (reason !== "undeclared") return messages[reason];
  const schema = resolvePointer(root, pointer);
  return isObject(schema) && branches(schema).some((one) => declaredTypes(one)?.includes("array") === true)
    ? "items"
    : "object";
}

/**
 * Whether a subschema is found fault with where it is; what is wrong with items is said of their array, and what is
 * wrong with the members of a map of these.
 */
function isJudged(root: DataObject, pointer: Pointer): boolean {
  const finds = (at: Pointer) => {
    const schema = resolvePointer(root, at);
    if (!isObject(schema) || Object.hasOwn(schema, "$ref")) return [];
    return [...judge(schema, at, false, false)];
  };
  const isItems = pointer.endsWith("/items");
  if (isItems && finds(parent(pointer)).some(({ messageId }) => messageId === "items")) return true;
  if (finds(join(pointer, "additionalProperties")).length > 0) return true;
  return finds(pointer).some(({ messageId }) => !(isItems && messageId === "noType"));
}

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
