import { type DataObject, isArray, isObject, join, matchesPattern, own } from "@addendum/json-schema";
import { aboutSamePlace } from "../../../model/linted-schema.ts";
import { defineRule } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";
import { suggest } from "../../../words/suggestion.ts";

export const noDependencyUndeclared = defineRule({
  id: "no-dependency-undeclared",
  concern: "correctness",
  severity: "warn",
  summary: "Warns about a dependency that uses an undeclared name.",
  rationale:
    "A dependency whose name is misspelt never applies, and one that requires a misspelt name rejects every event that it applies to. Neither shows until somebody sends such an event.",
  messages: {
    undeclared: {
      text: "“{name}” is listed under “dependencies” but not declared.",
      hint: "Declare it under `properties`, or remove the dependency.",
    },
    misspelt: {
      text: "“{name}” is listed under “dependencies” but not declared.",
      hint: "Did you mean “{suggestion}”?",
    },
  },
  examples: [
    schemaExample(
      "declared names",
      "dependencies: { page_id: [wiki] }\nproperties:\n  page_id: { type: integer }\n  wiki: { type: string }\n",
    ),
    schemaExample(
      "names that a pattern declares",
      "dependencies: { x_a: [x_b] }\npatternProperties: { ^x_: { type: string } }\nproperties: { wiki: { type: string } }\n",
    ),
    schemaExample(
      "a misspelt name",
      "dependencies: { page_ids: [wiki] }\nproperties:\n  page_id: { type: integer }\n  wiki: { type: string }\n",
      { "/dependencies/page_ids": "misspelt" },
    ),
    schemaExample(
      "a demand for what is not declared",
      "dependencies: { page_id: [namespace] }\nproperties:\n  page_id: { type: integer }\n",
      { "/dependencies/page_id/0": "undeclared" },
    ),
  ],
  keywords: ["dependencies"],
  *check(subschema) {
    const { schema, pointer, role } = subschema;
    const dependencies = own(schema, "dependencies");
    if (role === "condition" || !isObject(dependencies)) return;
    const schemas = aboutSamePlace(subschema);
    const names = schemas.flatMap((one) => Object.keys(membersOf(one)));
    // Where nothing is declared at all, names are only asked about.
    if (names.length === 0) return;
    const finding = (name: string, at: string) => {
      const suggestion = suggest(name, names);
      return suggestion === undefined
        ? ({ pointer: at, messageId: "undeclared", values: { name } } as const)
        : ({ pointer: at, messageId: "misspelt", values: { name, suggestion } } as const);
    };
    for (const [name, needs] of Object.entries(dependencies)) {
      if (!schemas.some((one) => declares(one, name))) {
        yield finding(name, join(pointer, "dependencies", name));
        continue;
      }
      for (const [index, need] of (isArray(needs) ? needs : []).entries()) {
        if (typeof need !== "string" || schemas.some((one) => declares(one, need))) continue;
        yield finding(need, join(pointer, "dependencies", name, index));
      }
    }
  },
});

function membersOf(schema: DataObject): DataObject {
  const properties = own(schema, "properties");
  return isObject(properties) ? properties : {};
}

function declares(schema: DataObject, name: string): boolean {
  if (Object.hasOwn(membersOf(schema), name)) return true;
  const patterns = own(schema, "patternProperties");
  if (isObject(patterns) && Object.keys(patterns).some((one) => matchesPattern(one, name) !== false))
    return true;
  return isObject(own(schema, "additionalProperties"));
}
