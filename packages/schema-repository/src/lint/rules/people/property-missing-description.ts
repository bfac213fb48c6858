import { isObject, join, own } from "@addendum/json-schema";
import { defineRule } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";

export const propertyMissingDescription = defineRule({
  id: "property-missing-description",
  concern: "people",
  severity: "info",
  summary: "Reports a property without a description.",
  rationale:
    "Years later, an analyst reads the description in the table's documentation and beside the generated type: a `count` of what, when, by whom?",
  messages: {
    missing: { text: "“{name}” has no description.", hint: "Say what it is in one sentence." },
  },
  examples: [
    schemaExample(
      "described",
      "properties:\n  n: { type: integer, description: How many links the page has. }\n",
    ),
    schemaExample("not described", "properties:\n  n: { type: integer }\n", { "/properties/n": "missing" }),
  ],
  keywords: ["properties"],
  isAboutKeys: true,
  *check({ schema, pointer, role, branchOf }) {
    const properties = own(schema, "properties");
    // A branch says more about a property that is declared elsewhere.
    if (role !== "value" || branchOf !== undefined || !isObject(properties)) return;
    for (const [name, property] of Object.entries(properties)) {
      // What refers to itself is described where it is.
      if (!isObject(property) || Object.hasOwn(property, "$ref")) continue;
      // Of one without words `no-blank-description` speaks.
      if (typeof own(property, "description") === "string") continue;
      yield { pointer: join(pointer, "properties", name), messageId: "missing", values: { name } };
    }
  },
});
