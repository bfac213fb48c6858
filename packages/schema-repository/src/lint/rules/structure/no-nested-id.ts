import { isArray, isObject, join, own, type Data } from "@addendum/json-schema";
import { defineRule } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";

export const noNestedId = defineRule({
  id: "no-nested-id",
  concern: "structure",
  severity: "warn",
  summary: "Warns about an `$id` below the root that no reference uses.",
  rationale:
    "An `$id` turns the subschema that contains it into a separate document: references below it are resolved from there, and `#/definitions/…` no longer finds the definitions of the schema. Usually it was copied along with a whole schema, or was meant to be a property named `$id`. Source: JSON Schema draft-07 §8.2.",
  messages: {
    nested: {
      text: "“$id” {id} is below the root, where it turns this part into a separate document.",
      hint: "Remove it; a schema has one `$id`, at its root.",
    },
  },
  examples: [
    schemaExample(
      "a property with that name",
      "properties:\n  o: { type: object, properties: { $id: { type: string } } }\n",
    ),
    schemaExample(
      "a name that a reference uses",
      "properties: { n: { $ref: '#count' } }\ndefinitions: { count: { $id: '#count', type: integer } }\n",
    ),
    schemaExample(
      "an $id that was copied along",
      "properties:\n  page: { $id: /mediawiki/page/1.0.0, type: object, properties: { id: { type: integer } } }\n",
      { "/properties/page/$id": "nested" },
    ),
  ],
  view: "source",
  keywords: ["$id"],
  *check({ schema, pointer, whole }) {
    const id = own(schema, "$id");
    if (pointer === "" || typeof id !== "string" || Object.hasOwn(schema, "$ref")) return;
    if (isUsed(whole.root, id)) return;
    yield { pointer: join(pointer, "$id"), messageId: "nested", values: { id } };
  },
});

/** Whether some reference begins with it. */
function isUsed(value: Data, id: string): boolean {
  if (isArray(value)) return value.some((item) => isUsed(item, id));
  if (!isObject(value)) return false;
  const reference = own(value, "$ref");
  if (typeof reference === "string" && id !== "" && reference.startsWith(id)) return true;
  return Object.values(value).some((member) => isUsed(member, id));
}
