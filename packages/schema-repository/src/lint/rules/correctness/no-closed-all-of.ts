import { isArray, join, own } from "@addendum/json-schema";
import { defineRule } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";
import { closedMembers, refusedNames } from "../../../model/closed-members.ts";

export const noClosedAllOf = defineRule({
  id: "no-closed-all-of",
  concern: "correctness",
  severity: "warn",
  // Its schemas were written for a tool that merges.
  adoptedSeverity: "info",
  summary: "Warns about closed members of an `allOf` that reject each other’s properties.",
  rationale:
    "`additionalProperties: false` looks only at the `properties` beside it. Each of two closed members rejects what only the other declares, so every validator that reads the `allOf` rejects an event with both. In version files, merging accepts all declared properties, which is wider than the source. Source: JSON Schema Validation draft-07 §6.5.6.",
  messages: {
    closed: {
      text: "Closed members of this “allOf” reject each other’s properties: member {member} rejects {names}.",
      hint: "Remove “additionalProperties: false” from the members, and put it beside the “allOf” with all properties.",
    },
    beside: {
      text: "This “additionalProperties: false” rejects {names}, which other parts of the schema declare.",
      hint: "Declare them beside it as well, or remove it: it sees only the “properties” beside it.",
    },
  },
  examples: [
    schemaExample(
      "members that are open",
      "properties:\n  o:\n    allOf:\n      - { type: object, properties: { a: { type: string } } }\n      - { type: object, properties: { b: { type: string } } }\n",
    ),
    schemaExample(
      "closed members that declare the same properties",
      "properties:\n  o:\n    allOf:\n      - { type: object, properties: { a: { type: string } }, additionalProperties: false }\n      - { type: object, properties: { a: { maxLength: 9 } }, additionalProperties: false }\n",
    ),
    schemaExample(
      "closed members with properties of their own",
      "properties:\n  o:\n    allOf:\n      - { type: object, properties: { a: { type: string } }, additionalProperties: false }\n      - { type: object, properties: { b: { type: string } }, additionalProperties: false }\n",
      { "/properties/o/allOf": "closed" },
    ),
    schemaExample(
      "a closed object whose references stay, and lead to more properties",
      "additionalProperties: false\nallOf: [{ $ref: '#/definitions/common' }]\nproperties: { a: { type: string } }\ndefinitions:\n  common: { properties: { wiki: { type: string } } }\n",
      { "/additionalProperties": "beside" },
      { settings: { dereference: false } },
    ),
  ],
  view: "dereferenced",
  keywords: ["allOf"],
  *check({ schema, pointer, keyword, whole }) {
    // An `allOf` within an `allOf` is examined from outside.
    if (!isArray(own(schema, "allOf")) || keyword === "allOf") return;
    const { dereference } = whole.settings;
    const closed = closedMembers(schema, !dereference);
    const refusing = closed.flatMap((one) => {
      const rivals = dereference ? closed.filter((other) => other !== one) : undefined;
      const names = refusedNames(schema, one, rivals);
      return names.length === 0 ? [] : [{ ...one, names: names.map((name) => `“${name}”`).join(", ") }];
    });
    if (dereference) {
      const [first] = refusing;
      if (first === undefined || refusing.length < 2) return;
      const values = { member: (first.path[1] as number) + 1, names: first.names };
      yield { pointer: join(pointer, "allOf"), messageId: "closed", values };
      return;
    }
    for (const { path, names } of refusing) {
      yield {
        pointer: join(pointer, ...path, "additionalProperties"),
        messageId: "beside",
        values: { names },
      };
    }
  },
});
