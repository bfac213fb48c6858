import { own } from "@addendum/json-schema";
import { defineRule } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";

const settings = { numericBounds: [0, 100], rules: { "number-missing-bounds": "warn" } } as const;

export const numberMissingBounds = defineRule({
  id: "number-missing-bounds",
  concern: "events",
  severity: "off",
  summary: "Warns about a number whose limits are wider than the repository's.",
  rationale:
    "Numbers without limits get those of `numericBounds` in addendum.yaml when they are materialized. Wider limits accept values that consumers cannot store. Source: the rule of @wikimedia/jsonschema-tools 1.3.0.",
  messages: {
    lower: { text: "The minimum {bound} is below {least}.", hint: "Raise it to {least} or above." },
    upper: { text: "The maximum {bound} is above {most}.", hint: "Lower it to {most} or below." },
  },
  examples: [
    schemaExample(
      "narrower limits, or none",
      "properties:\n  n: { type: integer, minimum: 1 }\n",
      {},
      { settings },
    ),
    schemaExample(
      "wider limits",
      "properties:\n  n: { type: integer, minimum: -5, maximum: 101 }\n",
      { "/properties/n/minimum": "lower", "/properties/n/maximum": "upper" },
      { settings },
    ),
  ],
  testCase: "schema-enforced-numeric-bounds",
  *check(subschema) {
    const { schema, whole } = subschema;
    const { numericBounds } = whole.settings;
    if (numericBounds === false || !["number", "integer"].includes(String(own(schema, "type")))) return;
    const [least, most] = numericBounds;
    const [minimum, maximum] = [own(schema, "minimum"), own(schema, "maximum")];
    if (typeof minimum === "number" && minimum < least) {
      const values = { bound: minimum, least };
      yield { pointer: `${subschema.pointer}/minimum`, messageId: "lower", values };
    }
    if (typeof maximum === "number" && maximum > most) {
      const values = { bound: maximum, most };
      yield { pointer: `${subschema.pointer}/maximum`, messageId: "upper", values };
    }
  },
});
