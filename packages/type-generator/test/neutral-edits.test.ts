// What changes neither which events are valid, nor the types and columns that are made from a schema, is nobody's loss.
import { contains } from "@addendum/containment";
import {
  type Data,
  type DataObject,
  isArray,
  isObject,
  type Pointer,
  type Schema,
  subschemas,
} from "@addendum/json-schema";
import { toTypeScript, typeModule } from "@addendum/type-generator";
import { describe, expect, test } from "vitest";
import { Random } from "../../containment/test/random.ts";
import { applyChange } from "../../schema-repository/src/compatibility/changes/changes.ts";
import {
  compareVersionData,
  objectionsTo,
} from "../../schema-repository/src/compatibility/compare-versions.ts";

type Edit = (random: Random, root: DataObject) => DataObject | undefined;

const replaceAt = (root: DataObject, pointer: Pointer, value: Data | undefined): DataObject =>
  applyChange(root, { pointer, old: undefined, new: value }) as DataObject;

/** Schemas that say nothing about values. */
const nothing: readonly Data[] = [
  true,
  {},
  { description: "Anything." },
  { title: "Anything", $comment: "For now." },
  { examples: [1], default: 2 },
  { privacy: "none", owner: "team" },
];

const kinds: readonly ((random: Random, depth: number) => Data)[] = [
  () => ({ type: "string" }),
  () => ({ type: "string", maxLength: 20, description: "A text." }),
  () => ({ type: "integer", minimum: 0, maximum: 9 }),
  () => ({ type: "number" }),
  () => ({ type: "boolean" }),
  () => ({ type: "string", enum: ["a", "b", "c"] }),
  () => ({ enum: [1, 2, 3] }),
  () => ({ const: "x" }),
  () => ({ type: ["string", "null"] }),
  (random) => random.pick(nothing),
  (random) => ({ type: "array", items: random.pick(nothing) }),
  (random, depth) => ({ type: "array", items: part(random, depth), uniqueItems: true }),
  (random) => ({ type: "array", items: [random.pick(nothing), { type: "string" }], minItems: 1 }),
  (random) => ({ type: "array", items: [{ type: "string" }], additionalItems: random.pick(nothing) }),
  (random) => ({ type: "array", contains: random.pick(nothing) }),
  (random) => ({ type: "object", additionalProperties: random.pick(nothing) }),
  (random) => ({ type: "object", patternProperties: { "^x_": random.pick(nothing) } }),
  (random) => ({ type: "object", propertyNames: random.pick(nothing), maxProperties: 3 }),
  (random) => ({ type: "object", dependencies: { a: random.pick(nothing) } }),
  (random, depth) => ({ type: "object", additionalProperties: part(random, depth) }),
  () => ({ type: "object" }),
  () => ({ type: "array" }),
  (random, depth) => event(random, depth),
  (random, depth) => ({ ...event(random, depth), additionalProperties: random.pick([false, ...nothing]) }),
  (random) => ({ anyOf: [{ type: "string" }, random.pick(nothing)] }),
  () => ({ anyOf: [{ type: "string" }, { type: "null" }] }),
  (random) => ({ oneOf: [{ type: "string", not: random.pick(nothing) }, { type: "integer" }] }),
  (random) => ({ type: "string", if: { minLength: 3 }, then: random.pick(nothing), else: { pattern: "a" } }),
  (random) => ({ type: "string", allOf: [random.pick(nothing), { maxLength: 9 }] }),
];

function part(random: Random, depth: number): Data {
  return depth <= 0 ? { type: "string" } : random.pick(kinds)(random, depth - 1);
}

function event(random: Random, depth: number): DataObject {
  const properties: Record<string, Data> = {};
  for (let index = 0; index < 3; index++) properties[`p${index}`] = part(random, depth);
  return { type: "object", properties, required: Object.keys(properties).filter(() => random.chance(0.4)) };
}

/** One of the places of a schema that an edit fits. */
function place(
  random: Random,
  root: DataObject,
  fits: (schema: Schema, pointer: Pointer) => boolean,
): { readonly schema: Schema; readonly pointer: Pointer } | undefined {
  const places = [...subschemas(root)].filter(
    ({ schema, pointer }) => pointer !== "" && fits(schema, pointer),
  );
  return places.length === 0 ? undefined : random.pick(places);
}

const isNothing = (schema: Data) =>
  schema === true ||
  (isObject(schema) && Object.keys(schema).every((keyword) => annotationNames.has(keyword)));
const annotationNames = new Set(nothing.flatMap((one) => (isObject(one) ? Object.keys(one) : [])));

/** An edit of one subschema that is an object. */
const rewrite =
  (fits: (schema: DataObject) => boolean, make: (schema: DataObject, random: Random) => Data): Edit =>
  (random, root) => {
    const found = place(random, root, (schema) => isObject(schema) && fits(schema));
    return found && replaceAt(root, found.pointer, make(found.schema as DataObject, random));
  };
const without = (keyword: string) => (schema: DataObject) =>
  Object.fromEntries(Object.entries(schema).filter(([name]) => name !== keyword));
const has = (keyword: string) => (schema: DataObject) => Object.hasOwn(schema, keyword);

/** These say the same to the letter, as jsonschema-tools compares it. */
const annotationEdits: Readonly<Record<string, Edit>> = {
  "one schema that says nothing for another": (random, root) => {
    const found = place(random, root, isNothing);
    return found && replaceAt(root, found.pointer, random.pick(nothing));
  },
  "an annotation more": rewrite(
    (schema) => !isNothing(schema),
    (schema, random) => ({
      ...schema,
      ...random.pick<DataObject>([
        { description: "Said differently." },
        { title: "A title" },
        { $comment: "A comment." },
        { examples: ["x"] },
        { deprecated: true },
      ]),
    }),
  ),
  "an annotation less": rewrite(has("description"), without("description")),
  "undeclared members may be anything: said": rewrite(
    (schema) => schema["type"] === "object" && !has("additionalProperties")(schema),
    (schema, random) => ({ ...schema, additionalProperties: random.pick(nothing) }),
  ),
  "undeclared members may be anything: no longer said": rewrite(
    (schema) => isNothing(schema["additionalProperties"] ?? false),
    without("additionalProperties"),
  ),
  "items may be anything: said": rewrite(
    (schema) => schema["type"] === "array" && !has("items")(schema),
    (schema, random) => ({ ...schema, items: random.pick(nothing) }),
  ),
  "items may be anything: no longer said": rewrite(
    (schema) => schema["type"] === "array" && isNothing(schema["items"] ?? false),
    without("items"),
  ),
  "further items may be anything: no longer said": rewrite(
    (schema) => isNothing(schema["additionalItems"] ?? false),
    without("additionalItems"),
  ),
  "names may be anything: no longer said": rewrite(
    (schema) => schema["type"] === "object" && isNothing(schema["propertyNames"] ?? false),
    without("propertyNames"),
  ),
  "a consequence that demands nothing: no longer said": rewrite(
    (schema) => isNothing(schema["then"] ?? false),
    without("then"),
  ),
  "the order of keys": rewrite(
    () => true,
    (schema) => Object.fromEntries(Object.entries(schema).toReversed()),
  ),
};

const spellings: Readonly<Record<string, Edit>> = {
  "options in another order": rewrite(has("enum"), (schema) => ({
    ...schema,
    enum: (schema["enum"] as Data[]).toReversed(),
  })),
  "one option as a constant": rewrite(has("const"), (schema) => ({
    ...without("const")(schema),
    enum: [schema["const"] as Data],
  })),
  "a type as a list": rewrite(
    ({ type }) => typeof type === "string",
    (schema) => ({ ...schema, type: [schema["type"] as Data] }),
  ),
  "types in another order": rewrite(
    ({ type }) => isArray(type),
    (schema) => ({ ...schema, type: (schema["type"] as Data[]).toReversed() }),
  ),
  "types as alternatives": rewrite(
    ({ type }) => isArray(type),
    ({ type, ...rest }) => ({ ...rest, anyOf: (type as Data[]).map((one) => ({ type: one })) }),
  ),
  "alternatives in another order": rewrite(has("anyOf"), (schema) => ({
    ...schema,
    anyOf: (schema["anyOf"] as Data[]).toReversed(),
  })),
  "a part of an allOf": rewrite(
    (schema) => !has("allOf")(schema),
    (schema, random) => ({ allOf: random.chance(0.5) ? [schema] : [schema, random.pick(nothing)] }),
  ),
  "the only alternative": rewrite(
    () => true,
    (schema) => ({ anyOf: [schema] }),
  ),
  "limits that limit nothing": rewrite(
    (schema) => schema["type"] === "string",
    (schema) => ({ ...schema, minLength: 0 }),
  ),
  "requirements that require nothing": rewrite(
    (schema) => schema["type"] === "object",
    (schema) => ({ required: [], minProperties: 0, ...schema }),
  ),
  "another spelling of a limit": rewrite(
    ({ type, minimum }) => type === "integer" && minimum === 0,
    (schema) => ({ ...without("minimum")(schema), exclusiveMinimum: -1 }),
  ),
  "a definition": (random, root) => {
    const found = place(random, root, (schema) => isObject(schema));
    if (found === undefined) return undefined;
    const moved = replaceAt(root, found.pointer, { $ref: "#/definitions/moved" });
    return { ...moved, definitions: { moved: found.schema as Data } };
  },
};

const version = (minor: number, data: DataObject) => ({ version: { major: 1, minor, patch: 0 }, data });

function objections(old: DataObject, newer: DataObject, isToTheLetter: boolean): string[] {
  const comparison = compareVersionData("a/b", version(0, old), version(1, newer), "closed", () => undefined);
  return objectionsTo([comparison]).flatMap(({ objection: { rule, path, values } }) => {
    const isHeard = rule.severity === "error" || rule.severity === "warn";
    const isWikimedia = rule.id === "wikimedia-incompatible" && isToTheLetter;
    return isHeard || isWikimedia ? [`${rule.id} ${path.join(".")} ${JSON.stringify(values)}`] : [];
  });
}

/** What producers import, without its comments. */
function typesOf(schema: DataObject): string {
  const made = toTypeScript(typeModule({ title: "a/b", version: "1.0.0", schema }), "");
  return made.replaceAll(/\/\*\*[\s\S]*?\*\//g, "").replaceAll(/\s+/g, " ");
}

function isNeutral(old: DataObject, newer: DataObject): boolean {
  const isIn = (a: DataObject, b: DataObject) =>
    contains(a, b, { contentModel: "open" }).kind === "compatible";
  return isIn(old, newer) && isIn(newer, old);
}

describe.each([
  ...Object.entries(annotationEdits).map(([name, edit]) => ({ name, edit, isToTheLetter: true })),
  ...Object.entries(spellings).map(([name, edit]) => ({ name, edit, isToTheLetter: false })),
])("$name", ({ edit, isToTheLetter }) => {
  const pairs = Array.from({ length: 400 }, (_, seed) => {
    const random = new Random(seed + 1);
    const old = event(random, 2);
    const newer = edit(random, old);
    return newer === undefined ? [] : [{ old, newer }];
  }).flat();

  test("is objected to by nobody", () => {
    expect(pairs.length).toBeGreaterThan(30);
    const wrong = pairs.flatMap(({ old, newer }): string[] => {
      if (!isNeutral(old, newer)) return [`the meaning changes: ${JSON.stringify([old, newer])}`];
      if (typesOf(old) !== typesOf(newer) && !isToTheLetter) return [];
      const added = { ...(newer["properties"] as DataObject), added: { type: "string" } };
      const found = [newer, { ...newer, properties: added }].flatMap((one) =>
        objections(old, one, isToTheLetter),
      );
      return found.length > 0 ? [`${found.join(", ")}: ${JSON.stringify([old, newer])}`] : [];
    });
    expect(wrong.slice(0, 5), `${wrong.length} of ${pairs.length}`).toEqual([]);
  });
});
