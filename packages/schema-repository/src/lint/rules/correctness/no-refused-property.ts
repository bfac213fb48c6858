import {
  type Data,
  type DataObject,
  isObject,
  join,
  matchesPattern,
  own,
  partOf,
  typesOfKeyword,
} from "@addendum/json-schema";
import { branches, type LintedSubschema } from "../../../model/linted-schema.ts";
import { defineRule } from "../../../model/rule.ts";
import { isProvedEmpty } from "../../../model/proofs.ts";
import { schemaExample } from "../../../model/rule-example.ts";

/** Properties of one schema that are examined closely, so that a commit does not wait for a schema of hundreds. */
const askLimit = 40;

export const noRefusedProperty = defineRule({
  id: "no-refused-property",
  concern: "correctness",
  severity: "error",
  adoptedSeverity: "warn",
  summary: "Rejects a declared property that the rest of the schema never accepts.",
  rationale:
    "`propertyNames` rejects its name, a pattern under `patternProperties` requires another type, or every alternative is closed without it: an event that has the property is rejected, and one that lacks it never shows the mistake. This is proved: no event of the schema has the property.",
  messages: {
    refused: {
      text: "“{name}” is declared, but no event may have it: {cause} rejects it.",
      hint: "Remove the declaration, or correct {cause}.",
    },
  },
  examples: [
    schemaExample(
      "names that fit",
      "properties:\n  o:\n    type: object\n    propertyNames: { pattern: '^[a-z_]+$' }\n    patternProperties: { '_count$': { type: integer } }\n    properties: { link_count: { type: integer }, wiki: { type: string } }\n",
    ),
    schemaExample(
      "a name that propertyNames refuses",
      "properties:\n  o:\n    type: object\n    propertyNames: { pattern: '^[a-z]+$' }\n    properties: { user_id: { type: integer } }\n",
      { "/properties/o/properties/user_id": "refused" },
    ),
    schemaExample(
      "a type that patternProperties refuses",
      "properties:\n  o:\n    type: object\n    patternProperties: { '_count$': { type: integer } }\n    properties: { link_count: { type: string } }\n",
      { "/properties/o/properties/link_count": "refused" },
    ),
    schemaExample(
      "a name that every alternative refuses",
      "properties:\n  o:\n    type: object\n    properties: { a: {}, b: {}, c: { type: string } }\n    anyOf:\n      - { properties: { a: { type: string } }, additionalProperties: false }\n      - { properties: { b: { type: string } }, additionalProperties: false }\n",
      { "/properties/o/properties/c": "refused" },
    ),
  ],
  keywords: ["properties"],
  isAboutKeys: true,
  *check(subschema) {
    const { schema, role, pointer, whole } = subschema;
    const properties = own(schema, "properties");
    if (role === "condition" || !isObject(properties)) return;
    const holder = outermost(subschema);
    const others = branches(holder.schema);
    // Of an alternative, what counts is together with this one.
    const alternative = holder === subschema || refersTo(schema) ? [] : [schema as Data];
    let asked = 0;
    for (const [name, property] of Object.entries(properties)) {
      // Anyone who writes `false` forbids it on purpose.
      const cause = property === false ? undefined : causeOf(others, schema, name);
      if (cause === undefined || ++asked > askLimit) continue;
      const at = join(pointer, "properties", name);
      const having: Data = { type: "object", required: [name] };
      if (!isProvedEmpty(whole.root, partOf(whole.root, holder.pointer, { allOf: [having, ...alternative] })))
        continue;
      // What is empty by itself is the finding of other rules.
      if (isProvedEmpty(whole.root, partOf(whole.root, at))) continue;
      if (isProvedEmpty(whole.root, partOf(whole.root, holder.pointer, { allOf: alternative }))) return;
      yield { pointer: at, messageId: "refused", values: { name, cause: `“${cause}”` } };
    }
  },
});

function outermost(subschema: LintedSubschema): LintedSubschema {
  let at = subschema;
  while (at.branchOf !== undefined) at = at.branchOf;
  return at;
}

function refersTo(schema: DataObject): boolean {
  return JSON.stringify(schema).includes('"$ref"');
}

/** The keyword that may refuse a property; undefined if there is none, which most schemas show at a glance. */
function causeOf(schemas: readonly DataObject[], holder: DataObject, name: string): string | undefined {
  const declared = own(own(holder, "properties") as DataObject, name);
  for (const schema of schemas) {
    if (Object.hasOwn(schema, "propertyNames")) return "propertyNames";
    const patterns = own(schema, "patternProperties");
    if (isObject(patterns) && Object.keys(patterns).some((one) => matchesPattern(one, name) !== false)) {
      return "patternProperties";
    }
  }
  const besides = schemas.filter((schema) => schema !== holder);
  for (const schema of besides) {
    const properties = own(schema, "properties");
    if (isObject(properties) && Object.hasOwn(properties, name)) {
      if (mayContradict(own(properties, name), declared)) return "properties";
      continue;
    }
    const open = own(schema, "additionalProperties");
    if (open === false || mayContradict(open, declared)) return "additionalProperties";
  }
  // Of `not` nothing is said: it is how a schema goes without a property of a fragment.
  return ["dependencies", "maxProperties", "enum", "const"].find((keyword) =>
    schemas.some((schema) => speaksOf(own(schema, keyword), keyword, name)),
  );
}

/** Whether two schemas of one value both ask something, and not the same. */
function mayContradict(one: Data | undefined, other: Data | undefined): boolean {
  const asks = (schema: Data | undefined) =>
    isObject(schema) &&
    Object.keys(schema).some((keyword) => typesOfKeyword(keyword) !== undefined || others.has(keyword));
  return one === false || (asks(one) && asks(other) && JSON.stringify(one) !== JSON.stringify(other));
}

const others = new Set("type enum const not allOf anyOf oneOf if $ref".split(" "));

function speaksOf(value: Data | undefined, keyword: string, name: string): boolean {
  if (value === undefined) return false;
  if (keyword === "maxProperties") return value === 0 || value === 1;
  return keyword === "enum" || keyword === "const" || JSON.stringify(value).includes(JSON.stringify(name));
}
