import { isArray, isObject, join, own, typesOfFormat, typesOfKeyword } from "@addendum/json-schema";
import { defineRule } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";

export const noIneffectiveKeyword = defineRule({
  id: "no-ineffective-keyword",
  concern: "correctness",
  severity: "error",
  adoptedSeverity: "warn",
  summary: "Rejects a keyword that can never have an effect in its place.",
  rationale:
    "`maxLength` does not apply to an integer, and `additionalItems` does nothing without a tuple. The author meant to set a limit, and there is none.",
  messages: {
    type: {
      text: "“{keyword}” does not apply to a value of type {type}, only to {about}.",
      hint: "Remove it, or correct the type.",
    },
    tuple: {
      text: "“additionalItems” has no effect because “items” is not a list of schemas.",
      hint: "Put the schema of all items under “items”.",
    },
    property: {
      text: "“{keyword}” has no effect here, because it is under “properties”, where it is the name of a property.",
      hint: "Move it one level up, beside “properties”.",
    },
    condition: {
      text: "“{keyword}” has no effect without {missing}.",
      hint: "Complete the condition, or remove it.",
    },
  },
  examples: [
    schemaExample("keywords that fit their types", "properties:\n  n: { type: integer, maximum: 3 }\n"),
    schemaExample(
      "formats of numbers",
      "properties:\n  n: { type: integer, format: int32 }\n  m: { type: [number, 'null'], format: double }\n",
    ),
    schemaExample("a format of numbers on a string", "properties:\n  s: { type: string, format: int64 }\n", {
      "/properties/s/format": "type",
    }),
    schemaExample("a format of strings on a number", "properties:\n  n: { type: number, format: date }\n", {
      "/properties/n/format": "type",
    }),
    schemaExample("a length of an integer", "properties:\n  n: { type: integer, maxLength: 3 }\n", {
      "/properties/n/maxLength": "type",
    }),
    schemaExample("items of a string", "properties:\n  s: { type: string, items: { type: string } }\n", {
      "/properties/s/items": "type",
    }),
    schemaExample(
      "further items without a tuple",
      "properties:\n  l: { type: array, items: { type: string }, additionalItems: false }\n",
      { "/properties/l/additionalItems": "tuple" },
    ),
    schemaExample(
      "a keyword among the properties",
      "properties:\n  o:\n    type: object\n    properties: { a: { type: string }, additionalProperties: false }\n",
      { "/properties/o/properties/additionalProperties": "property" },
    ),
    schemaExample("a consequence without a condition", "then: { required: [s] }\nproperties:\n  s: {}\n", {
      "/then": "condition",
    }),
  ],
  // Merging leaves out some of what has no effect.
  view: "dereferenced",
  isAboutKeys: true,
  *check(subschema) {
    const { schema, types } = subschema;
    for (const keyword of Object.keys(schema)) {
      const about =
        (keyword === "format" ? typesOfFormat(String(own(schema, keyword))) : undefined) ??
        typesOfKeyword(keyword);
      if (about === undefined || types === undefined || types.length === 0) continue;
      if (types.some((type) => about.includes(type))) continue;
      const values = { keyword, type: types.join(" or "), about: plurals(about) };
      yield { pointer: join(subschema.pointer, keyword), messageId: "type", values };
    }
    const properties = own(schema, "properties");
    for (const [name, member] of Object.entries(isObject(properties) ? properties : {})) {
      if (typeof member !== "boolean" || !switches.has(name)) continue;
      const at = join(subschema.pointer, "properties", name);
      yield { pointer: at, messageId: "property", values: { keyword: name } };
    }
    const isList = types === undefined || types.includes("array");
    if (Object.hasOwn(schema, "additionalItems") && isList && !isArray(own(schema, "items"))) {
      yield { pointer: join(subschema.pointer, "additionalItems"), messageId: "tuple" };
    }
    const has = (keyword: string) => Object.hasOwn(schema, keyword);
    for (const keyword of ["then", "else"]) {
      if (!has(keyword) || has("if")) continue;
      const values = { keyword, missing: "an “if”" };
      yield { pointer: join(subschema.pointer, keyword), messageId: "condition", values };
    }
    if (has("if") && !has("then") && !has("else")) {
      const values = { keyword: "if", missing: "a “then” or an “else”" };
      yield { pointer: join(subschema.pointer, "if"), messageId: "condition", values };
    }
  },
});

/** Keywords whose value may be true or false; a field hardly has such a name. */
const switches = new Set(["additionalItems", "additionalProperties", "propertyNames", "uniqueItems"]);

function plurals(types: readonly string[]): string {
  return types.map((type) => `${type}s`).join(" and ");
}
