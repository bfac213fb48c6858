import { type DataObject, isArray, isObject, join, matchesPattern, own } from "@addendum/json-schema";
import { suggest } from "../configuration/suggestion.ts";
import { aboutSameValue } from "../lint/subschema.ts";
import { defineRule } from "../rule.ts";
import { schemaExample } from "../rule-example.ts";

export const noRequiredUndeclared = defineRule({
  id: "no-required-undeclared",
  concern: "correctness",
  severity: "error",
  adoptedSeverity: "warn",
  summary: "Rejects a required property that is declared nowhere.",
  rationale:
    "Every event must carry it, but nothing says what it is: it is usually misspelt, or its declaration was forgotten. References are followed first, so what a fragment declares is declared.",
  messages: {
    undeclared: { text: "“{name}” is required and not declared.", hint: "Declare it under `properties`." },
    misspelt: { text: "“{name}” is required and not declared.", hint: "Did you mean “{suggestion}”?" },
  },
  examples: [
    schemaExample(
      "what is required is declared, here or beside",
      "required: [a]\nproperties:\n  a: { type: string }\n  b: { type: string }\noneOf:\n  - required: [a]\n  - required: [b]\n",
    ),
    schemaExample("a misspelt name", "required: [user_nmae]\nproperties:\n  user_name: { type: string }\n", {
      "/required/0": "misspelt",
    }),
    schemaExample("a forgotten declaration", "required: [wiki]\nproperties:\n  dt: { type: string }\n", {
      "/required/0": "undeclared",
    }),
  ],
  keywords: ["required"],
  testCase: "schema-required-properties-exist",
  *check(subschema) {
    // A condition may ask for whatever it likes, and the absence of something is demanded of undeclared names, too.
    if (subschema.role === "condition") return;
    const required = own(subschema.schema, "required");
    if (!isArray(required)) return;
    const schemas = aboutSameValue(subschema);
    for (const [index, name] of required.entries()) {
      if (typeof name !== "string" || schemas.some((schema) => declares(schema, name))) continue;
      const names = schemas.flatMap((schema) => {
        const properties = own(schema, "properties");
        return isObject(properties) ? Object.keys(properties) : [];
      });
      const at = { pointer: join(subschema.pointer, "required", index) };
      const suggestion = suggest(name, names);
      yield suggestion === undefined
        ? { ...at, messageId: "undeclared", values: { name } }
        : { ...at, messageId: "misspelt", values: { name, suggestion } };
    }
  },
});

function declares(schema: DataObject, name: string): boolean {
  const properties = own(schema, "properties");
  if (isObject(properties) && Object.hasOwn(properties, name)) return true;
  const patterns = own(schema, "patternProperties");
  if (isObject(patterns) && Object.keys(patterns).some((one) => matchesPattern(one, name) !== false))
    return true;
  // A map says what each of its members is.
  return isObject(own(schema, "additionalProperties"));
}
