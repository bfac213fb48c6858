import { membersNamed } from "../../../model/linted-schema.ts";
import { defineRule } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";

export const eventMissingSchema = defineRule({
  id: "event-missing-schema",
  concern: "events",
  severity: "warn",
  summary: "Warns about events that do not say which schema they follow.",
  rationale:
    "An intake finds an event's schema by its `$schema` field. If the field is not declared, producers do not know that it is needed. Source: Wikimedia's event platform, whose intake rejects events without it.",
  messages: {
    missing: {
      text: "Events of this schema have no “$schema”.",
      hint: "Declare it, `type: string`, under `properties`; usually a common fragment does.",
    },
  },
  examples: [
    schemaExample("a declared $schema", "properties:\n  $schema: { type: string }\n"),
    schemaExample("none", "properties:\n  n: { type: integer }\n", { "": "missing" }),
  ],
  isAboutEvents: true,
  isAboutRoot: true,
  *check({ schema }) {
    if (membersNamed(schema, "$schema").length === 0) yield { pointer: "", messageId: "missing" };
  },
});
