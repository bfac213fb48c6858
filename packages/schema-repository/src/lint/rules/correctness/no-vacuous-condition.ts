import { type Data, type DataObject, isArray, isObject, join, own } from "@addendum/json-schema";
import { aboutSameValue } from "../../../model/linted-schema.ts";
import { defineRule } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";

export const noVacuousCondition = defineRule({
  id: "no-vacuous-condition",
  concern: "correctness",
  // Many a schema means just that.
  severity: "info",
  summary: "Reports a condition that also holds for events without the property that it asks about.",
  rationale:
    "`properties` says nothing about a property that is absent. `if: {properties: {kind: {const: page}}}` is therefore also true of an event without `kind`, and `then` applies to it. Source: JSON Schema Validation draft-07 §6.5.4.",
  messages: {
    vacuous: {
      text: "This condition is also true for values without “{name}”, so “{branch}” applies to them.",
      hint: "Add `required: [{name}]` to the condition.",
    },
  },
  examples: [
    schemaExample(
      "a condition that requires what it asks about",
      "properties: { kind: { type: string }, page: { type: string } }\nif: { required: [kind], properties: { kind: { const: page } } }\nthen: { required: [page] }\n",
    ),
    schemaExample(
      "a condition about a property that every event has",
      "required: [kind]\nproperties: { kind: { type: string }, page: { type: string } }\nif: { properties: { kind: { const: page } } }\nthen: { required: [page] }\n",
    ),
    schemaExample(
      "a condition about an optional property",
      "properties: { kind: { type: string }, page: { type: string } }\nif: { properties: { kind: { const: page } } }\nthen: { required: [page] }\n",
      { "/if": "vacuous" },
      { settings: { rules: { "no-vacuous-condition": "warn" } } },
    ),
  ],
  view: "dereferenced",
  keywords: ["if"],
  *check(subschema) {
    const { schema, pointer } = subschema;
    const condition = own(schema, "if");
    const branch = Object.hasOwn(schema, "then") ? "then" : "else";
    if (!isObject(condition) || !Object.hasOwn(schema, branch)) return;
    // What else it says may fail without the property.
    if (Object.keys(condition).some((keyword) => !plain.has(keyword))) return;
    const asked = own(condition, "properties");
    const names = Object.entries(isObject(asked) ? asked : {}).flatMap(([name, member]) =>
      isObject(member) && (Object.hasOwn(member, "const") || Object.hasOwn(member, "enum")) ? [name] : [],
    );
    // A condition that requires one of several names was written with care.
    if (names.length === 0 || requiredNames(condition).length > 0) return;
    const required = new Set(aboutSameValue(subschema).flatMap(requiredNames));
    if (names.some((name) => required.has(name))) return;
    yield {
      pointer: join(pointer, "if"),
      messageId: "vacuous",
      values: { name: names[0] as string, branch },
    };
  },
});

const plain = new Set(["properties", "required", "type", "title", "description", "$comment"]);

function requiredNames(schema: DataObject): readonly Data[] {
  const required = own(schema, "required");
  return isArray(required) ? required : [];
}
