import { own } from "@addendum/json-schema";
import { defineRule } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";

const settings = { rules: { "string-missing-max-length": "warn" } } as const;

export const stringMissingMaxLength = defineRule({
  id: "string-missing-max-length",
  concern: "events",
  severity: "off",
  summary: "Warns of text without a limit to its length.",
  rationale:
    "One client that sends a megabyte costs everybody behind it. A limit can be raised later, that is additive; it cannot be introduced later. Formats of bounded length and listed options need none.",
  messages: {
    missing: {
      text: "{label} has no limit to its length.",
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
