import { own } from "@addendum/json-schema";
import { defineRule } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";

const settings = { rules: { "string-missing-max-length": "warn" } } as const;

export const stringMissingMaxLength = defineRule({
  id: "string-missing-max-length",
  concern: "events",
  severity: "off",
  summary: "Warns about text without a maximum length.",
  rationale:
    "One client that sends a megabyte slows down everyone else. You can raise a limit later, because that is additive, but you cannot add one later. Formats of limited length and fixed options need none.",
  messages: {
    missing: {
      text: "{label} has no maximum length.",
      hint: "Add `maxLength`, as generous as you like.",
    },
  },
  examples: [
    schemaExample(
      "limits",
      "properties:\n  s: { type: string, maxLength: 255 }\n  o: { type: string, enum: [on, off] }\n  dt: { type: string, format: date-time }\n",
      {},
      { settings },
    ),
    schemaExample(
      "no limit",
      "properties:\n  s: { type: string }\n",
      { "/properties/s": "missing" },
      { settings },
    ),
  ],
  isAboutEvents: true,
  *check(subschema) {
    const { schema, role } = subschema;
    if (role !== "value" || own(schema, "type") !== "string") return;
    if (["maxLength", "enum", "const"].some((keyword) => Object.hasOwn(schema, keyword))) return;
    if (bounded.has(String(own(schema, "format")))) return;
    yield { pointer: subschema.pointer, messageId: "missing", values: { label: subschema.label } };
  },
});

/** Formats whose texts are short by themselves. */
const bounded = new Set(["date", "time", "date-time", "ipv4", "ipv6", "uuid", "hostname", "idn-hostname"]);
