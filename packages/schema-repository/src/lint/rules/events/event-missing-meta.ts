import { isObject, own } from "@addendum/json-schema";
import { membersNamed } from "../../../model/linted-schema.ts";
import { defineRule } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";

export const eventMissingMeta = defineRule({
  id: "event-missing-meta",
  concern: "events",
  severity: "warn",
  summary: "Warns about events that do not say which stream they belong to.",
  rationale:
    "An intake routes an event by `meta.stream` and removes duplicates by other fields of `meta`. Source: Wikimedia's event platform.",
  messages: {
    missing: {
      text: "Events of this schema have no “meta”.",
      hint: "Declare it under `properties`, with `stream`; usually a common fragment does.",
    },
    stream: { text: "“meta” has no “stream”.", hint: "Declare it, `type: string`, under its `properties`." },
  },
  examples: [
    schemaExample(
      "meta with a stream",
      "properties:\n  meta: { type: object, properties: { stream: { type: string } } }\n",
    ),
    schemaExample("none", "properties:\n  n: { type: integer }\n", { "": "missing" }),
    schemaExample(
      "meta without a stream",
      "properties:\n  meta: { type: object, properties: { id: { type: string } } }\n",
      {
        "/properties/meta": "stream",
      },
    ),
  ],
  isAboutEvents: true,
  isAboutRoot: true,
  *check({ schema }) {
    const found = membersNamed(schema, "meta").filter(isObject);
    if (found.length === 0) yield { pointer: "", messageId: "missing" };
    else if (!found.some((meta) => membersNamed(meta, "stream").length > 0)) {
      const properties = own(schema, "properties");
      const isHere = isObject(properties) && Object.hasOwn(properties, "meta");
      yield { pointer: isHere ? "/properties/meta" : "", messageId: "stream" };
    }
  },
});
