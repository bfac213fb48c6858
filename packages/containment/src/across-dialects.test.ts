import {
  type Data,
  type DataObject,
  isArray,
  isObject,
  mapValues,
  readingsOf,
  resolve,
  type Schema,
} from "@addendum/json-schema";
import { compile } from "@addendum/json-schema/validator";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findCounterexample } from "../test/oracle.ts";
import { Random } from "../test/random.ts";
import { documentSchema, edit, schema as randomSchema } from "../test/random-schema.ts";
import { contains } from "./contains.ts";

const judge = (schema: Schema, value: Data) => compile(schema)(value).length === 0;

const draft03 = "http://json-schema.org/draft-03/schema#";
const draft04 = "http://json-schema.org/draft-04/schema#";
const draft06 = "http://json-schema.org/draft-06/schema#";
const draft07 = "https://json-schema.org/draft-07/schema#";
const draft201909 = "https://json-schema.org/draft/2019-09/schema";
const draft202012 = "https://json-schema.org/draft/2020-12/schema";

const text = { type: "string" };
const integer = { type: "integer" };

interface Refused {
  readonly name: string;
  /** Of which an equal copy is judged as little. */
  readonly old: Schema;
  /** Absent: the same. */
  readonly new?: Schema;
  readonly dialect: string;
  readonly pointer: string;
}

const record = (type: string) => ({ type: "record", name: "e", fields: [{ name: "a", type }] });

const refused: readonly Refused[] = [
  {
    name: "what is not evaluated is refused, and no dialect is declared",
    old: { properties: { a: text, b: text }, unevaluatedProperties: false },
    new: { properties: { a: text }, unevaluatedProperties: false },
    dialect: "2019-09",
    pointer: "/unevaluatedProperties",
  },
  {
    name: "what is not evaluated is refused in 2019-09",
    old: { $schema: draft201909, properties: { a: text, b: text }, unevaluatedProperties: false },
    new: { $schema: draft201909, properties: { a: text }, unevaluatedProperties: false },
    dialect: "2019-09",
    pointer: "/unevaluatedProperties",
  },
  {
    name: "items that are not evaluated, deep down",
    old: { $schema: draft202012, properties: { a: { items: { not: { unevaluatedItems: false } } } } },
    dialect: "2019-09",
    pointer: "/properties/a/items/not/unevaluatedItems",
  },
  {
    name: "an anchor that a reference leads to, and no dialect is declared",
    old: {
      definitions: { x: { $anchor: "x", type: ["string", "null"] } },
      properties: { a: { $ref: "#x" } },
    },
    new: { definitions: { x: { $anchor: "x", type: "string" } }, properties: { a: { $ref: "#x" } } },
    dialect: "2019-09",
    pointer: "/definitions/x/$anchor",
  },
  {
    name: "a dynamic anchor of 2020-12",
    old: {
      $schema: draft202012,
      $defs: { x: { $dynamicAnchor: "x", type: ["string", "null"] } },
      properties: { a: { $ref: "#x" } },
    },
    dialect: "2020-12",
    pointer: "/$defs/x/$dynamicAnchor",
  },
  {
    name: "a dynamic reference",
    old: { $schema: draft202012, $dynamicAnchor: "node", properties: { a: { $dynamicRef: "#node" } } },
    dialect: "2020-12",
    pointer: "/properties/a/$dynamicRef",
  },
  {
    name: "a recursive reference",
    old: { properties: { a: { $recursiveRef: "#" }, b: text } },
    new: { properties: { a: { $recursiveRef: "#" } } },
    dialect: "2019-09",
    pointer: "/properties/a/$recursiveRef",
  },
  {
    name: "names that others demand",
    old: { $schema: draft201909, properties: { a: text }, dependentRequired: { a: ["b"] } },
    dialect: "2019-09",
    pointer: "/dependentRequired",
  },
  {
    name: "a schema that a name demands, whose target changes",
    old: { dependentSchemas: { a: { $ref: "#/definitions/x" } }, definitions: { x: {} } },
    new: { dependentSchemas: { a: { $ref: "#/definitions/x" } }, definitions: { x: { required: ["b"] } } },
    dialect: "2019-09",
    pointer: "/dependentSchemas",
  },
  {
    name: "a count of what an array contains",
    old: { contains: text, minContains: 2 },
    new: { contains: integer, minContains: 2 },
    dialect: "2019-09",
    pointer: "/minContains",
  },
  {
    name: "a tuple of 2020-12",
    old: { prefixItems: [text], items: { type: ["string", "integer"] } },
    new: { prefixItems: [text], items: integer },
    dialect: "2020-12",
    pointer: "/prefixItems",
  },
  {
    name: "a tuple of 2019-09 in 2020-12",
    old: { $schema: draft202012, items: [text, integer] },
    dialect: "2020-12",
    pointer: "/items",
  },
  {
    name: "further items in 2020-12",
    old: { $schema: draft202012, items: text, additionalItems: false },
    dialect: "2020-12",
    pointer: "/additionalItems",
  },
  {
    name: "dependencies in 2019-09",
    old: { $schema: draft201909, dependencies: { a: ["b"] } },
    dialect: "2019-09",
    pointer: "/dependencies",
  },
  {
    name: "a name of a part in the $id of 2019-09",
    old: {
      $schema: draft201909,
      $defs: { x: { $id: "#x", ...text } },
      properties: { a: { $ref: "#/$defs/x" } },
    },
    dialect: "2019-09",
    pointer: "/$defs/x/$id",
  },
  {
    name: "a constant in draft-04, which ignores it",
    old: { $schema: draft04, properties: { a: { const: 1 } } },
    new: { $schema: draft04, properties: { a: { enum: [1] } } },
    dialect: "draft-04",
    pointer: "/properties/a/const",
  },
  {
    name: "a limit that is exclusive in draft-04",
    old: { $schema: draft04, minimum: 0, exclusiveMinimum: true },
    dialect: "draft-04",
    pointer: "/exclusiveMinimum",
  },
  {
    name: "a number as an exclusive limit in draft-04",
    old: { $schema: draft04, exclusiveMaximum: 5 },
    dialect: "draft-04",
    pointer: "/exclusiveMaximum",
  },
  {
    name: "a schema that is false in draft-04",
    old: { $schema: draft04, properties: { a: false } },
    dialect: "draft-04",
    pointer: "/properties/a",
  },
  {
    name: "an assertion of 2019-09 in draft-04",
    old: { $schema: draft04, properties: { a: text }, unevaluatedProperties: false },
    dialect: "2019-09",
    pointer: "/unevaluatedProperties",
  },
  {
    name: "a condition in draft-06",
    old: { $schema: draft06, if: { required: ["a"] }, then: { required: ["b"] } },
    dialect: "draft-06",
    pointer: "/if",
  },
  {
    name: "a property of draft-03 that says that it is required",
    old: { $schema: draft03, properties: { a: { type: "string", required: true } } },
    dialect: "draft-03",
    pointer: "/properties/a/required",
  },
  {
    name: "a schema that extends another in draft-03",
    old: { $schema: draft03, extends: { properties: { a: text } } },
    dialect: "draft-03",
    pointer: "/extends",
  },
  {
    name: "alternatives in draft-03, which ignores them",
    old: { $schema: draft03, anyOf: [text] },
    dialect: "draft-03",
    pointer: "/anyOf",
  },
  {
    name: "a required property as OpenAPI 2 and draft-03 have it",
    old: { properties: { a: { type: "string", required: true } } },
    dialect: "must be a list of different names, not true",
    pointer: "/properties/a/required",
  },
  {
    name: "a dialect of somebody’s own",
    old: { $schema: "https://example.org/meta", properties: { a: text, b: text } },
    new: { $schema: "https://example.org/meta", properties: { a: text } },
    dialect: "https://example.org/meta",
    pointer: "/$schema",
  },
  {
    name: "no version of JSON Schema",
    old: { $schema: "http://json-schema.org/schema#" },
    dialect: "http://json-schema.org/schema#",
    pointer: "/$schema",
  },
  {
    name: "an embedded document of another draft",
    old: {
      $schema: draft07,
      properties: { a: { $ref: "#/definitions/x" } },
      definitions: { x: { $schema: draft04, $id: "x", properties: { y: { const: 1 } } } },
    },
    dialect: "draft-04",
    pointer: "/definitions/x/properties/y/const",
  },
  {
    name: "an embedded document of a dialect that nobody knows",
    old: { $schema: draft07, properties: { a: { $schema: "https://example.org/meta", type: "string" } } },
    dialect: "https://example.org/meta",
    pointer: "/properties/a/$schema",
  },
  {
    name: "a part that is a schema because a reference leads there",
    old: {
      $ref: "#/components/A",
      components: { A: { properties: { a: text }, unevaluatedProperties: false } },
    },
    dialect: "2019-09",
    pointer: "/components/A/unevaluatedProperties",
  },
  {
    name: "a part that an identifier leads to by way of a keyword that is none",
    old: {
      $id: "http://x/s",
      properties: { a: { $ref: "s#/$defs/A" } },
      $defs: { A: { dependentRequired: { a: ["b"] } } },
    },
    dialect: "2019-09",
    pointer: "/$defs/A/dependentRequired",
  },
  {
    name: "a document of OpenAPI 3",
    old: {
      openapi: "3.0.3",
      info: { title: "t" },
      components: { schemas: { A: { properties: { a: text } } } },
    },
    dialect: "OpenAPI",
    pointer: "",
  },
  {
    name: "a document of OpenAPI 2",
    old: { swagger: "2.0", definitions: { A: { type: ["string", "null"] } } },
    new: { swagger: "2.0", definitions: { A: text } },
    dialect: "OpenAPI",
    pointer: "",
  },
  {
    name: "a document of AsyncAPI",
    old: { asyncapi: "2.6.0", components: { messages: {} } },
    dialect: "AsyncAPI",
    pointer: "",
  },
  { name: "a record of Avro", old: record("long"), new: record("int"), dialect: "Avro", pointer: "/type" },
  {
    name: "an array of Avro",
    old: { type: "array", items: "long" },
    dialect: "must be a schema",
    pointer: "/items",
  },
  {
    name: "a record of Avro below the root",
    old: { type: "object", properties: { a: record("long") } },
    new: { type: "object", properties: { a: record("int") } },
    dialect: "record",
    pointer: "/properties/a/type",
  },
  {
    name: "a bad value where nothing leads",
    old: { properties: { a: text }, definitions: { x: { minLength: "3" } } },
    dialect: "minLength",
    pointer: "/definitions/x/minLength",
  },
  {
    name: "a document in which nothing is a keyword",
    old: { name: "addendum", version: "1.0.0" },
    new: { name: "addendum", version: "2.0.0" },
    dialect: "only JSON Schema keywords",
    pointer: "",
  },
  {
    name: "a file of another kind that has a description",
    old: { description: "a service", idl: "struct A { 1: i64 a }" },
    new: { description: "a service", idl: "struct A { 1: i32 a }" },
    dialect: "only JSON Schema keywords",
    pointer: "",
  },
];

describe("what cannot be judged as draft-07 is unknown, and says why", () => {
  test.each(refused)("$name", ({ old, new: newer = structuredClone(old), dialect, pointer }) => {
    for (const contentModel of ["closed", "open"] as const) {
      const verdict = contains(old, newer, { contentModel });
      expect(verdict).toMatchObject({ kind: "unknown", document: "old", pointer });
      expect((verdict as { reason: string }).reason).toContain(dialect);
    }
    expect(contains(structuredClone(old), old).kind).toBe("unknown");
    expect(contains(true, old)).toMatchObject({ kind: "unknown", document: "new" });
  });
});

interface Judged {
  readonly name: string;
  readonly old: Schema;
  readonly new: Schema;
  readonly expected: "compatible" | "incompatible" | "unknown";
}

const withMore = (old: { readonly [key: string]: Data }, more: Data): Schema => ({
  ...old,
  properties: { ...(old["properties"] as object), more },
});

const plain = { type: "object", properties: { a: { type: "integer", minimum: 0 } }, required: ["a"] };
const annotated = {
  $schema: draft07,
  $comment: "…",
  type: "object",
  deprecated: true,
  owner: "team",
  "x-team": { unevaluatedProperties: false },
  externalDocs: { url: "http://x" },
  xml: { name: "e" },
  properties: { a: { type: "string", example: "e", privacy: { kind: "ip" }, deprecated: true, id: "a" } },
};

const later = { ...plain.properties, l: { type: "array", unevaluatedItems: false } };

const judged: readonly Judged[] = [
  ...[draft03, draft04, draft06, draft07, draft201909, draft202012].flatMap(($schema): Judged[] => {
    const old = { $schema, ...($schema === draft03 ? { ...plain, required: undefined } : plain) };
    if ($schema === draft03) delete (old as { required?: unknown }).required;
    const narrowed = { ...old, properties: { a: { type: "integer", minimum: 1 } } };
    return [
      { name: `a property more, ${$schema}`, old, new: withMore(old as never, text), expected: "compatible" },
      { name: `a limit, ${$schema}`, old, new: narrowed as never, expected: "incompatible" },
    ] as Judged[];
  }),
  {
    name: "one draft after another",
    old: { $schema: draft04, ...plain },
    new: { $schema: draft202012, ...plain },
    expected: "compatible",
  },
  {
    name: "annotations of all kinds",
    old: annotated,
    new: withMore(annotated, text),
    expected: "compatible",
  },
  {
    name: "annotations of later drafts in draft-04",
    old: { $schema: draft04, examples: [1], $comment: "c", readOnly: true, deprecated: true, ...plain },
    new: withMore({ $schema: draft04, ...plain }, text),
    expected: "compatible",
  },
  {
    name: "the id of draft-04 is what the schema is called",
    old: { $schema: draft04, id: "http://x/1", ...plain },
    new: withMore({ $schema: draft04, id: "http://x/2", ...plain }, text),
    expected: "compatible",
  },
  {
    name: "a reference by the id of draft-04",
    old: {
      $schema: draft04,
      id: "http://x/s",
      definitions: { x: { id: "#x", type: ["string", "null"] } },
      properties: { a: { $ref: "s#x" } },
    },
    new: {
      $schema: draft04,
      id: "http://x/s",
      definitions: { x: { id: "#x", type: "string" } },
      properties: { a: { $ref: "s#x" } },
    },
    expected: "incompatible",
  },
  ...[draft06, draft07, draft201909].map(($schema): Judged => {
    const named = { id: "e.json", ...plain, properties: { a: { id: "#/properties/a", ...text } } };
    return {
      name: `an id that stays when draft-04 is left for ${$schema}`,
      old: { $schema: draft04, ...named },
      new: withMore({ $schema, ...named }, { id: "http://x/more", ...text }),
      expected: "compatible",
    };
  }),
  {
    name: "definitions under $defs",
    old: {
      $schema: draft202012,
      $defs: { x: { type: ["string", "null"] } },
      properties: { a: { $ref: "#/$defs/x" } },
    },
    new: { $schema: draft202012, $defs: { x: { type: "string" } }, properties: { a: { $ref: "#/$defs/x" } } },
    expected: "incompatible",
  },
  {
    name: "an anchor that nothing refers to",
    old: { $schema: draft202012, $anchor: "here", ...plain },
    new: withMore({ $schema: draft202012, $anchor: "here", ...plain }, text),
    expected: "compatible",
  },
  {
    name: "draft-07 passes over assertions of later drafts",
    old: { $schema: draft07, ...plain, dependentRequired: { a: ["b"] }, properties: later },
    new: { $schema: draft07, ...plain, dependentRequired: { a: ["b"] }, properties: { ...later, b: text } },
    expected: "compatible",
  },
  {
    name: "who declares draft-07 may still mean what is not evaluated",
    old: { $schema: draft07, ...plain, unevaluatedProperties: false },
    new: { $schema: draft07, unevaluatedProperties: false },
    expected: "unknown",
  },
  {
    name: "a schema under an assertion of a later draft, whose target changes",
    old: { $schema: draft07, dependentSchemas: { a: { $ref: "#/definitions/x" } }, definitions: { x: {} } },
    new: {
      $schema: draft07,
      dependentSchemas: { a: { $ref: "#/definitions/x" } },
      definitions: { x: false },
    },
    expected: "unknown",
  },
  { name: "anything", old: {}, new: true, expected: "compatible" },
  {
    name: "anything, described",
    old: { title: "t", description: "d", deprecated: true, "x-team": "a" },
    new: { description: "e" },
    expected: "compatible",
  },
  { name: "nothing", old: false, new: { $schema: draft202012, ...plain }, expected: "compatible" },
  { name: "no option", old: { enum: [] }, new: { enum: [] }, expected: "compatible" },
];

describe("what means the same in draft-07 is judged", () => {
  test.each(judged)("$name", ({ old, new: newer, expected }) => {
    expect(contains(old, newer)).toMatchObject({ kind: expected });
  });
});

test("an id that would lead references elsewhere in draft-04 is in doubt in draft-07", () => {
  const at = (rest: DataObject) => ({
    properties: {
      a: { ...rest, properties: { b: { $ref: "#/definitions/x" } }, definitions: { x: integer } },
    },
    definitions: { x: text },
  });
  expect(contains(at({}), at({ id: "http://x/a" }))).toMatchObject({
    kind: "unknown",
    pointer: "/properties/a/id",
  });
});

const limited = ($schema: string, maxLength: number) => ({
  $schema,
  definitions: { x: { type: "string", maxLength: 9 } },
  properties: { a: { $ref: "#/definitions/x", maxLength } },
});

describe("where a draft says one thing and validators do another, both count", () => {
  test("an event that breaks by both readings is shown before one that breaks by one", () => {
    const old = { $schema: draft07, properties: { a: { type: ["string", "null"] }, b: { type: "string" } } };
    const newer = {
      $schema: draft07,
      definitions: { text: { type: ["string", "null"] } },
      properties: { a: { $ref: "#/definitions/text", minLength: 1 }, b: { type: "string", maxLength: 3 } },
    };
    for (const contentModel of ["open", "closed"] as const) {
      const verdict = contains(old, newer, { contentModel });
      expect(verdict).toMatchObject({ kind: "incompatible", witness: { b: expect.stringMatching(/^.{4}/) } });
    }
  });

  test.each<Judged>([
    {
      name: "a format more",
      old: { $schema: draft202012, type: "string" },
      new: { $schema: draft202012, type: "string", format: "date" },
      expected: "unknown",
    },
    {
      name: "a format more in draft-07",
      old: { $schema: draft07, type: "string" },
      new: { $schema: draft07, type: "string", format: "date" },
      expected: "incompatible",
    },
    {
      name: "a format that proves what a pattern asks for",
      old: { $schema: draft201909, type: "string", format: "ipv4" },
      new: { $schema: draft201909, type: "string", pattern: "^[0-9.]+$" },
      expected: "unknown",
    },
    {
      name: "a format that stays",
      old: { $schema: draft202012, properties: { a: { type: "string", format: "date" } } },
      new: { $schema: draft202012, properties: { a: { type: "string", format: "date" }, b: text } },
      expected: "compatible",
    },
    {
      name: "what is refused whether the format counts or not",
      old: { $schema: draft202012, type: "string", format: "date" },
      new: { $schema: draft202012, type: "integer" },
      expected: "incompatible",
    },
    {
      name: "a limit beside a reference, lowered in 2020-12",
      old: limited(draft202012, 8),
      new: limited(draft202012, 7),
      expected: "incompatible",
    },
    { name: "lowered in draft-07", old: limited(draft07, 8), new: limited(draft07, 7), expected: "unknown" },
    {
      name: "raised in draft-07",
      old: limited(draft07, 7),
      new: limited(draft07, 8),
      expected: "compatible",
    },
    {
      name: "refused with or without the limit",
      old: limited(draft07, 7),
      new: { $schema: draft07, properties: { a: integer } },
      expected: "incompatible",
    },
    {
      name: "references start from the identifier beside them in 2020-12",
      old: {
        $schema: draft202012,
        $id: "http://x/s",
        $ref: "s#/$defs/x",
        $defs: { x: { type: ["object", "null"], properties: { a: text } } },
      },
      new: {
        $schema: draft202012,
        $id: "http://x/s",
        $ref: "s#/$defs/x",
        $defs: { x: { type: "object", properties: { a: text } } },
      },
      expected: "incompatible",
    },
  ])("$name", ({ old, new: newer, expected }) => {
    expect(contains(old, newer, { judge })).toMatchObject({ kind: expected });
  });
});

const runs = Number(process.env["CONTAINMENT_RUNS"] ?? 4000) / 8;

/** The same schema with assertions beside some of its references. */
function withSiblings(random: Random, data: Data): Data {
  if (isArray(data)) return data.map((item) => withSiblings(random, item));
  if (!isObject(data)) return data;
  const parts = mapValues(data, (member) => withSiblings(random, member));
  if (typeof parts["$ref"] !== "string" || random.chance(0.3)) return parts;
  const more = randomSchema(random, 1);
  return isObject(more) ? { ...more, ...parts } : parts;
}

test.each([draft07, draft201909, draft202012, undefined])(
  "no verdict about a schema of %s is contradicted by either reading",
  ($schema) => {
    const counts = { compatible: 0, incompatible: 0, unknown: 0 };
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom("closed", "open"), (seed, contentModel) => {
        const random = new Random(seed);
        const document = documentSchema(random, 3);
        const shared = { definitions: { a: randomSchema(random, 2), b: randomSchema(random, 2) } };
        const whole = isObject(document)
          ? { ...shared, ...document, ...($schema !== undefined && { $schema }) }
          : document;
        const holders = isObject(whole)
          ? {
              ...whole,
              properties: {
                ...((whole as DataObject)["properties"] as object),
                r: { $ref: "#/definitions/b" },
              },
            }
          : whole;
        const old = withSiblings(random, holders) as Schema;
        const newer = random.chance(0.3) ? edit(random, edit(random, old)) : edit(random, old);
        const verdict = contains(old, newer, { contentModel });
        counts[verdict.kind]++;
        if (verdict.kind === "unknown") return;
        const [before, after] = [old, newer].map((one) => readingsOf(resolve(one).schema));
        const show = JSON.stringify({ contentModel, old, newer });
        if (verdict.kind === "incompatible") {
          expect([judge(old, verdict.witness), judge(newer, verdict.witness)], show).toEqual([true, false]);
          return;
        }
        for (const reading of ["byDraft", "byValidators"] as const) {
          const [one, other] = [before?.[reading] ?? true, after?.[reading] ?? true];
          expect(findCounterexample(random, one, other, contentModel, 20), show).toBeUndefined();
        }
      }),
      { numRuns: runs },
    );
    expect(Math.min(counts.compatible, counts.incompatible)).toBeGreaterThan(runs / 60);
  },
);
