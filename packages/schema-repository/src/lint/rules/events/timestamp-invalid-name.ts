import { isObject, join, own } from "@addendum/json-schema";
import { defineRule } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";

export const timestampInvalidName = defineRule({
  id: "timestamp-invalid-name",
  concern: "events",
  severity: "info",
  summary: "Reports a point in time whose name does not say so.",
  rationale:
    "Analysts find the columns that hold times by their names: `dt` is when the event happened, and `something_dt` when something else did. Source: Wikimedia's schema guidelines.",
  messages: {
    name: {
      text: "“{name}” is a point in time, but its name does not say so.",
      hint: "Name it “dt”, or end its name with “_dt”.",
    },
  },
  examples: [
    schemaExample(
      "dt, and one more",
      "properties:\n  dt: { type: string, format: date-time }\n  page_touched_dt: { type: string, format: date-time }\n",
    ),
    schemaExample("another name", "properties:\n  created: { type: string, format: date-time }\n", {
      "/properties/created": "name",
    }),
  ],
  isAboutEvents: true,
  keywords: ["properties"],
  isAboutKeys: true,
  *check({ schema, pointer, role }) {
    const properties = own(schema, "properties");
    if (role !== "value" || !isObject(properties)) return;
    for (const [name, property] of Object.entries(properties)) {
      if (!isObject(property) || own(property, "format") !== "date-time" || /(^|_)dt$/.test(name)) continue;
      yield { pointer: join(pointer, "properties", name), messageId: "name", values: { name } };
    }
  },
});
