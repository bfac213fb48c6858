import { isObject, join, own } from "@addendum/json-schema";
import { defineRule } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";

export const snakeCaseProperty = defineRule({
  id: "snake-case-property",
  concern: "events",
  severity: "warn",
  summary: "Warns about a property that is not in snake_case.",
  rationale:
    "Column names have no case, so `pageId` becomes `pageid` in every query. Lower-case letters, digits and underscores mean the same everywhere. Source: the rule of @wikimedia/jsonschema-tools 1.3.0.",
  messages: {
    notSnakeCase: {
      text: "“{name}” is not in snake_case.",
      hint: "Rename it to “{suggestion}”, as long as no version is published.",
    },
  },
  examples: [
    schemaExample("snake_case", "properties:\n  page_id: { type: integer }\n  $schema: { type: string }\n"),
    schemaExample("capitals", "properties:\n  pageId: { type: integer }\n", {
      "/properties/pageId": "notSnakeCase",
    }),
  ],
  isAboutEvents: true,
  view: "dereferenced",
  keywords: ["properties"],
  testCase: "schema-snake-case-properties",
  isAboutKeys: true,
  *check({ schema, pointer, role }) {
    const properties = own(schema, "properties");
    if (role === "condition" || !isObject(properties)) return;
    for (const name of Object.keys(properties)) {
      if (/^[$a-z]+[a-z0-9_]*$/.test(name)) continue;
      const values = { name, suggestion: snakeCase(name) };
      yield { pointer: join(pointer, "properties", name), messageId: "notSnakeCase", values };
    }
  },
});

function snakeCase(name: string): string {
  const words = name.replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2").replaceAll(/([A-Z])([A-Z][a-z])/g, "$1_$2");
  return words
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replace(/^(?=\d)/, "n")
    .replace(/^_+/, "");
}
