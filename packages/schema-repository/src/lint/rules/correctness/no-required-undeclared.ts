import { type DataObject, isArray, isObject, join, matchesPattern, own } from "@addendum/json-schema";
import { editDistance, suggest } from "../../../words/suggestion.ts";
import { aboutSamePlace, branches, type LintedSubschema } from "../../../model/linted-schema.ts";
import { defineRule } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";

export const noRequiredUndeclared = defineRule({
  id: "no-required-undeclared",
  concern: "correctness",
  severity: "error",
  adoptedSeverity: "warn",
  summary: "Rejects a required property that is not declared anywhere.",
  rationale:
    "Every event must carry it, but nothing says what it is. Usually it is misspelt, or its declaration was forgotten. References are followed first, so a property that a fragment declares counts. A name that is only tested (below `not`, `if` or `contains`, or in an alternative or dependency that declares nothing itself) need not be declared; there, only likely misspellings are reported.",
  messages: {
    undeclared: { text: "“{name}” is required but not declared.", hint: "Declare it under `properties`." },
    misspelt: { text: "“{name}” is required but not declared.", hint: "Did you mean “{suggestion}”?" },
  },
  examples: [
    schemaExample(
      "what is required is declared, here or beside",
      "required: [a]\nproperties:\n  a: { type: string }\n  b: { type: string }\noneOf:\n  - required: [a]\n  - required: [b]\n",
    ),
    schemaExample(
      "names that must be absent, or are only asked about",
      "not: { required: [old_id] }\nif: { required: [legacy] }\nthen: { required: [wiki] }\nanyOf:\n  - not: { required: [legacy] }\n  - required: [legacy_id]\ndependencies: { legacy: { required: [legacy_id] } }\nproperties:\n  dt: { type: string }\n",
    ),
    schemaExample(
      "a condition about a member that is declared elsewhere",
      "properties:\n  kind: { type: string }\n  page: { type: object, properties: { id: { type: integer } } }\nif: { properties: { kind: { const: page } } }\nthen: { properties: { page: { required: [id] } } }\n",
    ),
    schemaExample(
      "a definition that is put together with what declares its names",
      "allOf: [{ $ref: '#/definitions/with_wiki' }]\nproperties:\n  wiki: { type: string }\ndefinitions:\n  with_wiki: { required: [wiki] }\n  without: { not: { required: [old_id] } }\n",
    ),
    schemaExample("a misspelt name", "required: [user_nmae]\nproperties:\n  user_name: { type: string }\n", {
      "/required/0": "misspelt",
    }),
    schemaExample(
      "a misspelt name in an alternative",
      "properties:\n  user_name: { type: string }\n  user_id: { type: string }\nanyOf:\n  - required: [user_nmae]\n  - required: [user_id]\n",
      { "/anyOf/0/required/0": "misspelt" },
    ),
    schemaExample(
      "an alternative that declares its names, but for one",
      "oneOf:\n  - properties: { kind: { const: page } }\n    required: [kind, title_text]\n  - properties: { kind: { const: user } }\n    required: [kind]\n",
      { "/oneOf/0/required/1": "undeclared" },
    ),
    schemaExample("a forgotten declaration", "required: [wiki]\nproperties:\n  dt: { type: string }\n", {
      "/required/0": "undeclared",
    }),
  ],
  keywords: ["required"],
  testCase: "schema-required-properties-exist",
  *check(subschema) {
    // A condition may ask for anything, and the absence of something is demanded of undeclared names, too.
    if (subschema.role === "condition") return;
    const required = own(subschema.schema, "required");
    if (!isArray(required)) return;
    const schemas = aboutSamePlace(subschema);
    const isQuestion = asksOnly(subschema);
    for (const [index, name] of required.entries()) {
      if (typeof name !== "string" || schemas.some((schema) => declares(schema, name))) continue;
      const names = schemas.flatMap((schema) => {
        const properties = own(schema, "properties");
        return isObject(properties) ? Object.keys(properties) : [];
      });
      const at = { pointer: join(subschema.pointer, "required", index) };
      const suggestion = suggest(name, names);
      if (isQuestion && (suggestion === undefined || !isNear(name, suggestion))) continue;
      yield suggestion === undefined
        ? { ...at, messageId: "undeclared", values: { name } }
        : { ...at, messageId: "misspelt", values: { name, suggestion } };
    }
  },
});

const alternatives = new Set(["anyOf", "oneOf", "then", "else", "dependencies"]);

/** Whether names are required only of some values, by a schema that does not describe these: it tests for presence. */
function asksOnly(subschema: LintedSubschema): boolean {
  for (let at: LintedSubschema | undefined = subschema; at !== undefined; at = at.branchOf) {
    const isAlternative = at.keyword !== undefined && alternatives.has(at.keyword);
    const isDefinition = at.role === "definition" && at.branchOf === undefined;
    if (isAlternative || isDefinition) return !branches(at.schema).some(describes);
  }
  return false;
}

/** Whether a schema says what members are. */
function describes(schema: DataObject): boolean {
  return ["properties", "patternProperties", "additionalProperties"].some((keyword) =>
    isObject(own(schema, keyword)),
  );
}

/** Nearer than a suggestion is otherwise: a name of its own is not to be taken for a misspelt one. */
function isNear(name: string, other: string): boolean {
  return editDistance(name.toLowerCase(), other.toLowerCase()) <= Math.floor(name.length / 4);
}

function declares(schema: DataObject, name: string): boolean {
  const properties = own(schema, "properties");
  if (isObject(properties) && Object.hasOwn(properties, name)) return true;
  const patterns = own(schema, "patternProperties");
  if (isObject(patterns) && Object.keys(patterns).some((one) => matchesPattern(one, name) !== false))
    return true;
  // A map says what each of its members is.
  return isObject(own(schema, "additionalProperties"));
}
