import type { Dialect, KeywordDefinition } from "./dialect.ts";
import { anything, count, flag, list, number, positive, text, textSet, type } from "./keyword-values.ts";

const numeric = ["integer", "number"];

/** Sources: JSON Schema draft-07, Core §8 and Validation §6 to §10, and their meta-schema. */
const keywords: Readonly<Record<string, KeywordDefinition>> = {
  $comment: { says: "annotation", holds: "value", check: text },
  $id: { says: "annotation", holds: "value", check: text },
  $ref: { says: "assertion", holds: "value", check: text },
  $schema: { says: "annotation", holds: "value", check: text },
  additionalItems: {
    says: "assertion",
    holds: "schema",
    appliesTo: "items",
    types: ["array"],
    beside: "items",
  },
  additionalProperties: { says: "assertion", holds: "schema", appliesTo: "members", types: ["object"] },
  allOf: { says: "assertion", holds: "list", appliesTo: "value" },
  anyOf: { says: "assertion", holds: "list", appliesTo: "value" },
  const: { says: "assertion", holds: "value", check: anything },
  contains: {
    says: "assertion",
    holds: "schema",
    appliesTo: "items",
    types: ["array"],
    isCondition: true,
  },
  contentEncoding: { says: "annotation", holds: "value", types: ["string"], check: text },
  contentMediaType: { says: "annotation", holds: "value", types: ["string"], check: text },
  default: { says: "annotation", holds: "value", check: anything },
  definitions: { says: "annotation", holds: "map", appliesTo: "nothing" },
  dependencies: { says: "assertion", holds: "schema-or-names", appliesTo: "value", types: ["object"] },
  description: { says: "annotation", holds: "value", check: text },
  else: { says: "assertion", holds: "schema", appliesTo: "value", beside: "if" },
  // By the text it should hold one; validators refuse it where it does not.
  enum: {
    says: "assertion",
    holds: "value",
    check: list("a list of at least one value", anything, { least: 1 }),
  },
  examples: { says: "annotation", holds: "value", check: list("a list of examples", anything) },
  exclusiveMaximum: { says: "assertion", holds: "value", types: numeric, check: number },
  exclusiveMinimum: { says: "assertion", holds: "value", types: numeric, check: number },
  format: { says: "assertion", holds: "value", types: ["string"], check: text },
  if: { says: "assertion", holds: "schema", appliesTo: "value", isCondition: true },
  items: { says: "assertion", holds: "schema-or-list", appliesTo: "items", types: ["array"] },
  maxItems: { says: "assertion", holds: "value", types: ["array"], check: count },
  maxLength: { says: "assertion", holds: "value", types: ["string"], check: count },
  maxProperties: { says: "assertion", holds: "value", types: ["object"], check: count },
  maximum: { says: "assertion", holds: "value", types: numeric, check: number },
  minItems: { says: "assertion", holds: "value", types: ["array"], check: count },
  minLength: { says: "assertion", holds: "value", types: ["string"], check: count },
  minProperties: { says: "assertion", holds: "value", types: ["object"], check: count },
  minimum: { says: "assertion", holds: "value", types: numeric, check: number },
  multipleOf: { says: "assertion", holds: "value", types: numeric, check: positive },
  not: { says: "assertion", holds: "schema", appliesTo: "value", isCondition: true },
  oneOf: { says: "assertion", holds: "list", appliesTo: "value" },
  pattern: { says: "assertion", holds: "value", types: ["string"], check: text, pattern: "value" },
  patternProperties: {
    says: "assertion",
    holds: "map",
    appliesTo: "members",
    types: ["object"],
    overlaps: true,
    pattern: "names",
  },
  properties: { says: "assertion", holds: "map", appliesTo: "members", types: ["object"] },
  propertyNames: {
    says: "assertion",
    holds: "schema",
    appliesTo: "names",
    types: ["object"],
    isCondition: true,
  },
  readOnly: { says: "annotation", holds: "value", check: flag },
  required: { says: "assertion", holds: "value", types: ["object"], check: textSet },
  then: { says: "assertion", holds: "schema", appliesTo: "value", beside: "if" },
  title: { says: "annotation", holds: "value", check: text },
  type: { says: "assertion", holds: "value", check: type },
  uniqueItems: { says: "assertion", holds: "value", types: ["array"], check: flag },
  writeOnly: { says: "annotation", holds: "value", check: flag },
};

/** The dialect that schemas are judged by. Both spellings of its URI mean the same; event repositories write the first. */
export const draft07: Dialect = {
  name: "draft-07",
  uris: [
    "https://json-schema.org/draft-07/schema#",
    "http://json-schema.org/draft-07/schema#",
    "https://json-schema.org/draft-07/schema",
    "http://json-schema.org/draft-07/schema",
  ],
  keywords: new Map(Object.entries(keywords)),
};
