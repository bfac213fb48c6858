import { endlessSchemas } from "../../../model/endless.ts";
import { defineRule } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";

export const noEndlessRecursion = defineRule({
  id: "no-endless-recursion",
  concern: "correctness",
  severity: "error",
  adoptedSeverity: "warn",
  summary: "Rejects a schema that requires a value of itself, within each value, without end.",
  rationale:
    "A tree ends where a list of children is empty or a property is absent. If each value must contain another one, no event is ever large enough, and every event that has the property is rejected.",
  messages: {
    endless: {
      text: "No value can match this schema, because each value must contain another one of the same schema.",
      hint: "Make the property that refers back optional, allow an empty list, or add an alternative.",
    },
  },
  examples: [
    schemaExample(
      "trees that end",
      "properties: { n: { $ref: '#/definitions/node' } }\ndefinitions:\n  node: { type: object, required: [children], properties: { next: { $ref: '#/definitions/node' }, children: { type: array, items: { $ref: '#/definitions/node' } } } }\n",
      {},
      { settings: { dereference: "acyclic" } },
    ),
    schemaExample(
      "a list that has no last element",
      "properties: { n: { $ref: '#/definitions/node' } }\ndefinitions:\n  node: { type: object, required: [next], properties: { next: { $ref: '#/definitions/node' } } }\n",
      { "/definitions/node": "endless" },
      { settings: { dereference: "acyclic" } },
    ),
    schemaExample(
      "alternatives that all go on",
      "properties: { n: { $ref: '#/definitions/sum' } }\ndefinitions:\n  sum: { anyOf: [{ $ref: '#/definitions/terms' }, { type: array, minItems: 1, items: { $ref: '#/definitions/sum' } }] }\n  terms: { type: array, minItems: 2, items: { $ref: '#/definitions/sum' } }\n",
      { "/definitions/sum": "endless" },
      { settings: { dereference: "acyclic" } },
    ),
  ],
  view: "dereferenced",
  isAboutRoot: true,
  *check({ schema }) {
    for (const pointer of endlessSchemas(schema)) yield { pointer, messageId: "endless" };
  },
});
