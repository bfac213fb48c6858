import { isArray, isObject, join, own } from "@addendum/json-schema";
import { defineRule } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";
import { showValue } from "../../../words/show-value.ts";

export const exampleMissingSchema = defineRule({
  id: "example-missing-schema",
  concern: "events",
  severity: "warn",
  summary: "Warns about an example whose `$schema` does not name the schema that contains it.",
  rationale:
    "Canary events are made from examples, and an intake finds their schema by `$schema`. If it is missing or outdated, they go to another version. Source: the rule of @wikimedia/jsonschema-tools 1.3.0.",
  messages: {
    missing: {
      text: "Example {number} has no “$schema”.",
      hint: "Add `$schema: { $ref: '#/$id' }`, which is always right.",
    },
    different: {
      text: "Example {number} has {value} as its `$schema`, but its schema is {id}.",
      hint: "Write `$schema: { $ref: '#/$id' }`, which is always right.",
    },
  },
  examples: [
    schemaExample(
      "the version's own name",
      "properties:\n  $schema: { type: string }\nexamples:\n  - $schema: { $ref: '#/$id' }\n",
    ),
    schemaExample(
      "an old one, and none",
      "properties:\n  $schema: { type: string }\nexamples:\n  - $schema: /a/b/0.9.0\n  - {}\n",
      { "/examples/0/$schema": "different", "/examples/1": "missing" },
    ),
  ],
  isAboutEvents: true,
  isAboutRoot: true,
  testCase: "schema-examples-$schema-matches-schema-$id",
  *check({ schema }) {
    const [properties, examples, id] = ["properties", "examples", "$id"].map((key) => own(schema, key));
    if (!isObject(properties) || !Object.hasOwn(properties, "$schema")) return;
    for (const [index, example] of (isArray(examples) ? examples : []).entries()) {
      if (!isObject(example)) continue;
      const value = own(example, "$schema");
      const at = join("", "examples", index);
      if (value === undefined) {
        yield { pointer: at, messageId: "missing", values: { number: index + 1 } };
      } else if (id !== undefined && value !== id) {
        const values = { number: index + 1, value: showValue(value), id: String(id) };
        yield { pointer: join(at, "$schema"), messageId: "different", values };
      }
    }
  },
});
