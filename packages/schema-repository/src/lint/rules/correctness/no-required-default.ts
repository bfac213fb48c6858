import { isArray, isObject, join, own } from "@addendum/json-schema";
import { defineRule } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";
import { membersNamed } from "../../../model/linted-schema.ts";

export const noRequiredDefault = defineRule({
  id: "no-required-default",
  concern: "correctness",
  severity: "warn",
  adoptedSeverity: "info",
  summary: "Warns about a default on a property that is required.",
  rationale:
    "A default says what an absent value means, and a required value is never absent. A few intakes fill in defaults before they validate, so that such an event passes there and nowhere else.",
  messages: {
    required: {
      text: "“{name}” is required, so its default never applies.",
      hint: "Remove the default, or make the property optional.",
    },
  },
  examples: [
    schemaExample("a default on an optional property", "properties:\n  n: { type: integer, default: 0 }\n"),
    schemaExample(
      "a default on a required one",
      "required: [n]\nproperties:\n  n: { type: integer, default: 0 }\n",
      { "/properties/n/default": "required" },
    ),
  ],
  keywords: ["required"],
  *check({ schema, pointer, role, branchOf }) {
    const [required, properties] = [own(schema, "required"), own(schema, "properties")];
    // Alternatives and conditions require it only of some events.
    if (role === "condition" || branchOf !== undefined || !isArray(required)) return;
    for (const name of required) {
      if (typeof name !== "string") continue;
      const member = isObject(properties) ? own(properties, name) : undefined;
      if (!isObject(member) || !Object.hasOwn(member, "default")) continue;
      // A constant is the default that everybody means.
      if (membersNamed(schema, name).some((one) => isObject(one) && Object.hasOwn(one, "const"))) continue;
      yield {
        pointer: join(pointer, "properties", name, "default"),
        messageId: "required",
        values: { name },
      };
    }
  },
});
