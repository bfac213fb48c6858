import { isArray, isObject, join, own, typesOfFormat } from "@addendum/json-schema";
import { defineRule } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";

const settings = { rules: { "no-unbounded-check": "warn" } } as const;

export const noUnboundedCheck = defineRule({
  id: "no-unbounded-check",
  concern: "correctness",
  severity: "off",
  summary: "Warns about a check whose cost has no limit.",
  rationale:
    "A pattern or format is matched against the whole text, and unique items are compared with each other. Without a limit, a client decides how long that takes. Source: Ajv's meta-schema for the security of schemas, which jsonschema-tools tests with.",
  messages: {
    text: { text: "“{keyword}” is checked against strings of any length.", hint: "Add `maxLength`." },
    items: { text: "“uniqueItems” compares any number of items.", hint: "Add `maxItems`." },
    names: {
      text: "“patternProperties” is checked on names of any length.",
      hint: "Add `propertyNames: { maxLength: … }`.",
    },
  },
  examples: [
    schemaExample(
      "a pattern on a bounded text",
      'properties:\n  s: { type: string, pattern: "^[a-z]+$", maxLength: 9 }\n',
      {},
      { settings },
    ),
    schemaExample(
      "a pattern on any text",
      'properties:\n  s: { type: string, pattern: "^[a-z]+$" }\n',
      { "/properties/s/pattern": "text" },
      { settings },
    ),
  ],
  keywords: ["pattern", "format", "uniqueItems", "patternProperties"],
  testCase: "schema-is-secure",
  *check({ schema, pointer, whole }) {
    const has = (keyword: string) => Object.hasOwn(schema, keyword);
    for (const keyword of ["pattern", "format"]) {
      if (!has(keyword) || has("maxLength")) continue;
      // Only jsonschema-tools minds formats that are checked in linear time.
      if (keyword === "format" && whole.settings.preset !== "wikimedia" && isShort(own(schema, keyword)))
        continue;
      yield { pointer: join(pointer, keyword), messageId: "text", values: { keyword } };
    }
    const names = own(schema, "propertyNames");
    if (has("patternProperties") && !(isObject(names) && Object.hasOwn(names, "maxLength"))) {
      yield { pointer: join(pointer, "patternProperties"), messageId: "names" };
    }
    if (own(schema, "uniqueItems") !== true || has("maxItems")) return;
    const items = own(schema, "items");
    const type = isObject(items) ? own(items, "type") : undefined;
    const types = isArray(type) ? type : [type];
    // Scalars are compared fast.
    if (type !== undefined && !types.includes("object") && !types.includes("array")) return;
    yield { pointer: join(pointer, "uniqueItems"), messageId: "items" };
  },
});

function isShort(format: unknown): boolean {
  const name = String(format);
  const isAboutText = typesOfFormat(name)?.includes("string") ?? true;
  return !isAboutText || ["date", "time", "date-time", "ipv4", "uuid"].includes(name);
}
