import type { DataObject } from "@addendum/json-schema";
import { afterAll, expect, test } from "vitest";
import { Random } from "../../containment/test/random.ts";
import { documentSchema } from "../../containment/test/random-schema.ts";
import { compilers, Project } from "../test/compilers.ts";
import { toTypeScript, typeModule } from "./module.ts";
import { typesOf } from "./schema-type.ts";
import type { ObjectType } from "./type.ts";

const project = new Project();
afterAll(() => project.dispose());

/** What is declared for a schema at `x/thing` 1.0.0, without header, comments of the root and constants. */
function declared(schema: DataObject): string {
  const text = typeModule({ title: "x/thing", version: "1.0.0", schema }).declarations;
  return text.replace(/^\/\*\*[\s\S]*?\*\/\n/, "").trimEnd();
}

const object = (properties: DataObject, more: DataObject = {}): DataObject => ({
  type: "object",
  properties,
  ...more,
});
const only = (member: DataObject) =>
  declared(object({ a: member }))
    .split("\n")
    .slice(1, -1)
    .join("\n")
    .trim();

test("a schema of another dialect has no type", () => {
  const schema = object({ l: { prefixItems: [{ type: "string" }] } });
  expect(typesOf(schema)).toMatchObject({
    root: { kind: "unknown" },
    untyped: [{ pointer: "/properties/l/prefixItems" }],
  });
  expect(typesOf({ $schema: "https://json-schema.org/draft-07/schema#", ...schema }).untyped).toEqual([]);
});

test("references through identifiers have the types of what they lead to", () => {
  const schema = object(
    { a: { $ref: "#a" }, b: { $ref: "n#/definitions/b" }, c: { $ref: "#/$defs/c" } },
    {
      definitions: {
        a: { $id: "#a", type: "string" },
        n: { $id: "n", definitions: { b: { $ref: "#/definitions/d" }, d: { type: "integer" } } },
        d: { type: "boolean" },
      },
      $defs: { c: { enum: ["x"] } },
    },
  );
  const { root, definitions, untyped } = typesOf(schema);
  const types = [...(root as ObjectType).members.values()].map(({ type }) => {
    let at = type;
    while (at.kind === "reference") at = definitions.get(at.pointer) as typeof at;
    return at;
  });
  expect(types).toMatchObject([
    { kind: "primitive", name: "string" },
    { kind: "primitive", name: "number" },
    { kind: "literal", value: "x" },
  ]);
  expect(untyped).toEqual([]);
  const missing = object({ a: { $ref: "common.json" } });
  expect(typesOf(missing).untyped).toEqual([
    { pointer: "/properties/a", reason: "“common.json” refers to a document that is not available" },
  ]);
});

test.each<[string, DataObject, string]>([
  ["a text", { type: "string" }, "a?: string;"],
  ["a whole number says so", { type: "integer" }, "/** @TJS-type integer */\n  a?: number;"],
  ["a nullable number", { type: ["number", "null"] }, "a?: number | null;"],
  ["a constant", { const: "x" }, 'a?: "x";'],
  ["a numeric constant", { const: -0 }, "a?: 0;"],
  ["no type", {}, "a?: unknown;"],
  ["several types", { type: ["string", "boolean"] }, "a?: string | boolean;"],
  ["texts", { type: "array", items: { type: "string" } }, "a?: readonly string[];"],
  [
    "nullable texts",
    { type: "array", items: { type: ["string", "null"] } },
    "a?: readonly (string | null)[];",
  ],
  ["anything in a list", { type: "array" }, "a?: readonly unknown[];"],
  ["a map", { type: "object", additionalProperties: { type: "number" } }, "a?: { [name: string]: number };"],
  [
    "a map of patterns",
    { type: "object", patternProperties: { "^x": { type: "string" } } },
    "a?: { [name: string]: string };",
  ],
  ["a free-form object", { type: "object" }, "a?: { [name: string]: unknown };"],
  ["an empty object", { type: "object", additionalProperties: false }, "a?: { [name: string]: never };"],
  [
    "a pair",
    { type: "array", items: [{ type: "string" }, { type: "number" }], additionalItems: false, minItems: 2 },
    "/** @minItems 2 */\n  a?: readonly [string, number];",
  ],
  [
    "a pair that may be shorter or longer",
    { type: "array", items: [{ type: "string" }, { type: "number" }], minItems: 1 },
    "/** @minItems 1 */\n  a?: readonly [string, number?, ...unknown[]];",
  ],
  [
    "a type said twice",
    { allOf: [{ type: ["string", "null"] }, { type: ["string", "number"] }] },
    "a?: string;",
  ],
  ["keywords about another type", { type: "null", allOf: [{ minLength: 2 }] }, "a?: null;"],
  ["keywords without a type", { minLength: 2 }, "/** @minLength 2 */\n  a?: string;"],
  ["alternatives", { anyOf: [{ type: "string" }, { type: "number" }] }, "a?: string | number;"],
  ["a place that nothing fits", { type: "string", enum: [1] }, "a?: never;"],
])("%s", (_, member, expected) => {
  expect(only(member)).toBe(expected);
});

test.each<[string, DataObject, string]>([
  [
    "a key that is no identifier, a required name that is not declared",
    object({ "a-b": { type: "string" } }, { required: ["a-b", "c d"] }),
    'export interface Thing {\n  "a-b": string;\n  "c d": unknown;\n}',
  ],
  [
    "required names that a map covers",
    object({ a: { type: "string" } }, { required: ["b"], additionalProperties: { type: "number" } }),
    "export interface Thing {\n  a?: string;\n  b: number;\n  [name: string]: number | string | undefined;\n}",
  ],
  [
    "required names that a map alone declares",
    { type: "object", required: ["b"], additionalProperties: { type: "integer" } },
    "export interface Thing {\n  b: number;\n  [name: string]: number;\n}",
  ],
  [
    "names that depend on one another, covered by patterns and a map",
    {
      type: "object",
      dependencies: { x_a: ["b"] },
      patternProperties: { "^x_": { type: "boolean" } },
      additionalProperties: { type: "string" },
    },
    "export interface Thing {\n  x_a?: boolean;\n  b?: string;\n  [name: string]: boolean | string | undefined;\n}",
  ],
  [
    "members beside a map",
    object({ a: { type: "string" } }, { additionalProperties: { type: "number" } }),
    "export interface Thing {\n  a?: string;\n  [name: string]: number | string | undefined;\n}",
  ],
  [
    "objects and options are named by where they stand",
    object({
      meta: object({ kind: { enum: ["a", "b"] } }),
      tags: { type: "array", items: object({ id: { type: "string" } }) },
    }),
    `export interface Thing {
  meta?: ThingMeta;
  tags?: readonly ThingTagsItem[];
}

export interface ThingMeta {
  kind?: ThingMetaKind;
}

export type ThingMetaKind = "a" | "b";

export interface ThingTagsItem {
  id?: string;
}`,
  ],
  [
    "alternatives are told apart by a constant that all have",
    {
      oneOf: [
        object({ kind: { const: "click" }, x: { type: "number" } }, { required: ["kind", "x"] }),
        object({ kind: { const: "key" }, code: { type: "string" } }, { required: ["kind"] }),
      ],
    },
    `export type Thing = ThingClick | ThingKey;

export interface ThingClick {
  kind: "click";
  x: number;
}

export interface ThingKey {
  kind: "key";
  code?: string;
}`,
  ],
  [
    "lists of different objects keep their items apart",
    object({
      l: {
        anyOf: [
          { type: "array", items: object({ x: { type: "string" } }) },
          { type: "array", items: object({ y: { type: "number" } }) },
        ],
      },
    }),
    `export interface Thing {
  l?: readonly ThingLItem[] | readonly ThingLList2Item[];
}

export interface ThingLItem {
  x?: string;
}

export interface ThingLList2Item {
  y?: number;
}`,
  ],
  [
    "tuples, beside a list with options",
    object({
      t: {
        oneOf: [
          { type: "array", items: { enum: ["a", "b"] } },
          { type: "array", items: [{ enum: ["c", "d"] }], minItems: 1, maxItems: 1 },
          { type: "array", items: [{ enum: ["e", "f"] }, object({ x: {} })], minItems: 2, maxItems: 2 },
        ],
      },
    }),
    `export interface Thing {
  t?: readonly ThingTItem[] | readonly [ThingTList2Item1] | readonly [ThingTList3Item1, ThingTList3Item2];
}

export type ThingTItem = "a" | "b";

export type ThingTList2Item1 = "c" | "d";

export type ThingTList3Item1 = "e" | "f";

export interface ThingTList3Item2 {
  x?: unknown;
}`,
  ],
  [
    "maps of different objects, and an object that is a map besides",
    object({
      m: {
        anyOf: [
          { type: "object", additionalProperties: object({ x: { type: "string" } }) },
          { type: "object", additionalProperties: object({ y: { type: "string" } }) },
          object({ z: { type: "string" } }, { additionalProperties: object({ w: { type: "string" } }) }),
        ],
      },
    }),
    `export interface Thing {
  m?: { [name: string]: ThingMMap2Value } | { [name: string]: ThingMMap3Value } | ThingM;
}

export interface ThingMMap2Value {
  x?: string;
}

export interface ThingMMap3Value {
  y?: string;
}

export interface ThingM {
  z?: string;
  [name: string]: ThingMValue | string | undefined;
}

export interface ThingMValue {
  w?: string;
}`,
  ],
  [
    "alternatives of one type are written once",
    object({
      l: {
        anyOf: [
          { type: "array", items: object({ x: {} }), maxItems: 2 },
          { type: "array", items: object({ x: {} }), minItems: 9 },
        ],
      },
    }),
    `export interface Thing {
  l?: readonly ThingLItem[];
}

export interface ThingLItem {
  x?: unknown;
}`,
  ],
  [
    "constants that are objects, in lists",
    object({ c: { enum: [[{ a: 1 }], [{ a: 2 }]] } }),
    `export interface Thing {
  c?: readonly [ThingCItem1] | readonly [ThingCList2Item1];
}

export interface ThingCItem1 {
  a: 1;
}

export interface ThingCList2Item1 {
  a: 2;
}`,
  ],
  [
    "single options have their descriptions",
    object({
      kind: {
        description: "What was done.",
        oneOf: [
          { const: "click", description: "The mouse */ or a finger." },
          { const: "key", title: "A key" },
          { const: "other" },
        ],
      },
    }),
    `export interface Thing {
  /** What was done. */
  kind?: ThingKind;
}

export type ThingKind =
  /** The mouse *\\/ or a finger. */
  | "click"
  /** A key */
  | "key"
  | "other";`,
  ],
  [
    "options that are described beside their list, or that may be null",
    object(
      { a: { $ref: "#/definitions/a" }, b: { enum: [1, 2, null], "x-enum-descriptions": ["One.", "Two."] } },
      {
        definitions: { a: { type: "string", enum: ["x", "y"], "x-enum-descriptions": { y: "The second." } } },
      },
    ),
    `export interface Thing {
  a?: ThingA;
  b?: ThingB | null;
}

export type ThingB =
  /** One. */
  | 1
  /** Two. */
  | 2;

export type ThingA =
  | "x"
  /** The second. */
  | "y";`,
  ],
  [
    "what is said beside alternatives holds in each",
    object(
      { a: { type: "string" }, b: { type: "string" } },
      { anyOf: [{ required: ["a"] }, { required: ["b"] }] },
    ),
    `export type Thing = ThingOption1 | ThingOption2;

export interface ThingOption1 {
  a: string;
  b?: string;
}

export interface ThingOption2 {
  a?: string;
  b: string;
}`,
  ],
  [
    "a recursive schema",
    object(
      { next: { $ref: "#" }, tree: { $ref: "#/definitions/tree" } },
      {
        definitions: { tree: { type: "array", items: { $ref: "#/definitions/tree" } } },
      },
    ),
    `export interface Thing {
  next?: Thing;
  tree?: ThingTree;
}

export type ThingTree = readonly ThingTree[];`,
  ],
  [
    "what is declared under a condition may be there",
    object(
      { a: { type: "string" } },
      { if: { required: ["a"] }, then: { properties: { b: { type: "number" } } } },
    ),
    "export interface Thing {\n  a?: string;\n  b?: number;\n}",
  ],
  [
    "two members with one name",
    object({ a_b: object({ x: { type: "string" } }), aB: object({ y: { type: "string" } }) }),
    `export interface Thing {
  a_b?: ThingAB;
  aB?: ThingAB_owco;
}

export interface ThingAB {
  x?: string;
}

export interface ThingAB_owco {
  y?: string;
}`,
  ],
])("%s", (_, schema, expected) => {
  expect(declared(schema)).toBe(expected);
});

test("a description ends no comment and begins no tag", () => {
  const description = "one */ two\r\n@deprecated `x` ${y}\u2028three";
  const member = object({ a: { type: "string", description, pattern: "^a*/@b$", default: "*/" } });
  expect(declared(member)).toBe(`export interface Thing {
  /**
   * one *\\/ two
   * \\@deprecated \`x\` \${y}
   * three
   * @pattern ^a*\\/\\x40b$
   * @default "*\\/"
   */
  a?: string;
}`);
});

test("a new version's types differ where the schema does", () => {
  const before = object({ a: object({ x: { type: "string" } }), b: object({ y: { type: "string" } }) });
  const after = object({
    a: object({ x: { type: "string" }, z: { type: "number" } }),
    b: object({ y: { type: "string" } }),
  });
  expect(declared(after).replace("  z?: number;\n", "")).toBe(declared(before));
});

test.each(compilers)("whatever the schema, its module compiles with TypeScript %s", (_, program) => {
  for (let seed = 0; seed < 400; seed++) {
    const schema = documentSchema(new Random(seed), 3);
    if (typeof schema === "boolean") continue;
    const made = typeModule({ title: `x/thing${seed}`, version: "1.0.0", schema });
    project.write(`x/thing${seed}/1.0.0.ts`, toTypeScript(made, "a random schema"));
  }
  expect(project.check(program)).toEqual([]);
});
