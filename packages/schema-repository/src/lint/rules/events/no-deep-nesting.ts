import { isObject, own } from "@addendum/json-schema";
import { defineRule } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";

/** Levels of objects and arrays that queries still read well, the event itself the first. */
const limit = 5;

export const noDeepNesting = defineRule({
  id: "no-deep-nesting",
  concern: "events",
  severity: "info",
  summary: "Reports deeply nested objects.",
  rationale:
    "Every level adds a step to each query and a struct to the table, and many tools stop at some depth.",
  messages: {
    deep: {
      text: "{label} is nested {depth} levels deep; the recommended maximum is {limit}.",
      hint: "Move it up, or flatten the object around it.",
    },
  },
  examples: [
    schemaExample(
      "two levels",
      "properties:\n  page:\n    type: object\n    properties: { id: { type: integer } }\n",
    ),
    schemaExample(
      "six levels",
      "properties:\n  a:\n    type: object\n    properties:\n      b:\n        type: object\n        properties:\n          c:\n            type: object\n            properties:\n              d:\n                type: object\n                properties:\n                  e: { type: object, properties: { f: { type: string } } }\n",
      {
        "/properties/a/properties/b/properties/c/properties/d/properties/e": "deep",
      },
    ),
  ],
  isAboutEvents: true,
  keywords: ["properties"],
  *check({ schema, pointer, path, role, branchOf, label }) {
    const properties = own(schema, "properties");
    if (role !== "value" || branchOf !== undefined || path.length !== limit) return;
    if (!isObject(properties) || Object.keys(properties).length === 0) return;
    yield { pointer, messageId: "deep", values: { depth: path.length + 1, limit, label } };
  },
});
