import { type Data, resolved, type Schema } from "@addendum/json-schema";
import { judgeOnce } from "@addendum/json-schema/validator";
import { describe, expect, test } from "vitest";
import { closeSchema } from "./closed/closed-model.ts";
import { contains } from "./contains.ts";

const judge = (schema: Schema, value: Data) => judgeOnce(schema, value).length === 0;
const compare = (old: Schema, newer: Schema) => contains(old, newer, { judge });

const wide = { type: ["string", "null"] };
const narrow = { type: "string" };

/** A document whose property `a` is, by some way, what it is given. */
const ways: readonly (readonly [string, (x: Data) => Schema])[] = [
  ["a pointer", (x) => ({ definitions: { x }, properties: { a: { $ref: "#/definitions/x" } } })],
  [
    "a name",
    (x) => ({ definitions: { x: { $id: "#x", ...(x as object) } }, properties: { a: { $ref: "#x" } } }),
  ],
  [
    "its own URI",
    (x) => ({
      $id: "http://x/s",
      definitions: { x },
      properties: { a: { $ref: "http://x/s#/definitions/x" } },
    }),
  ],
  [
    "its own file name",
    (x) => ({
      $id: "http://x/s.json",
      definitions: { x },
      properties: { a: { $ref: "s.json#/definitions/x" } },
    }),
  ],
  [
    "an embedded document",
    (x) => ({
      definitions: { x: { $id: "http://x/n", ...(x as object) } },
      properties: { a: { $ref: "http://x/n" } },
    }),
  ],
  [
    "a pointer below a nested `$id`",
    (x) => ({
      properties: { a: { $id: "http://x/n", allOf: [{ $ref: "#/definitions/b" }], definitions: { b: x } } },
      definitions: { b: wide },
    }),
  ],
  [
    "a pointer below a nested `$id` among the definitions",
    (x) => ({
      properties: { a: { $ref: "#/definitions/n" } },
      definitions: {
        n: { $id: "http://x/n", allOf: [{ $ref: "#/definitions/b" }], definitions: { b: x } },
        b: wide,
      },
    }),
  ],
  ["what an unknown keyword holds", (x) => ({ $defs: { x }, properties: { a: { $ref: "#/$defs/x" } } })],
  [
    "an unknown keyword and a name",
    (x) => ({
      $defs: { x: { allOf: [{ $ref: "#x" }] } },
      properties: { a: { $ref: "#/$defs/x" } },
      definitions: { x: { $id: "#x", ...(x as object) } },
    }),
  ],
  [
    "another document",
    (x) =>
      resolved(
        { properties: { a: { $ref: "common.json#/definitions/t" } } },
        {
          base: "file:///r/ev.json",
          documents: new Map([["file:///r/common.json", { definitions: { t: x } }]]),
        },
      ),
  ],
];

describe.each(ways)("by way of %s", (_, document) => {
  test("what is narrowed is seen", () => {
    expect(compare(document(wide), document(narrow))).toMatchObject({
      kind: "incompatible",
      witness: { a: null },
    });
    expect(compare(document(narrow), document(wide)).kind).toBe("compatible");
  });

  test("what stays the same is the same", () => {
    expect(compare(document(wide), document(wide))).toEqual({ kind: "compatible", steps: 0 });
  });

  test.each(ways)("it is the same as by way of %s", (_, other) => {
    expect(compare(document(wide), other(wide)).kind).toBe("compatible");
    expect(compare(document(wide), other(narrow)).kind).toBe("incompatible");
  });

  test("what it declares is declared, and nothing else", () => {
    const object = document({ properties: { p: { type: "integer" } } });
    const added = document({ properties: { p: { type: "integer" }, q: narrow } });
    expect(compare(object, added).kind).toBe("compatible");
    expect(
      compare(added, document({ properties: { p: { type: "integer" }, q: { type: "integer" } } })).kind,
    ).toBe("incompatible");
  });
});

describe("a reference that leads nowhere equals nothing", () => {
  const nowhere: readonly (readonly [string, Schema, RegExp])[] = [
    [
      "a missing document",
      { $ref: "common.json#/x" },
      /“common.json#\/x” refers to a document that is not available/,
    ],
    ["a missing place", { $ref: "#/definitions/x" }, /“#\/definitions\/x” does not point to a schema/],
    ["a missing name", { $ref: "#x" }, /“#x” does not point to a schema/],
    ["a reference beside what is judged", { $ref: "common.json", maximum: 3 }, /common.json|maximum/],
    ["a way to one", { $ref: "#/definitions/y" }, /“#\/definitions\/x”/],
    ["a way to one below", { $ref: "#/definitions/z" }, /“#\/definitions\/x”/],
  ];
  const definitions = { y: { $ref: "#/definitions/x" }, z: { items: { $ref: "#/definitions/x" } } };
  test.each(nowhere)("%s, in two equal documents", (_, reference, reason) => {
    const make = (): Schema => ({ properties: { a: reference, b: narrow }, definitions });
    const verdict = compare(make(), make());
    expect(verdict).toMatchObject({ kind: "unknown" });
    expect((verdict as { reason: string }).reason).toMatch(reason);
    const [same] = [make()];
    expect(compare(same, same).kind).toBe("unknown");
  });

  test("two names of one text", () => {
    const make = (): Schema => ({
      properties: { a: { $ref: "#x" } },
      definitions: { x: { $id: "#x", ...wide }, y: { $id: "#x", ...narrow } },
    });
    expect(compare(make(), make())).toMatchObject({ kind: "unknown", pointer: "/properties/a/$ref" });
  });

  test("what does not depend on it is decided", () => {
    const missing = { $ref: "common.json" };
    const old = { properties: { a: missing, b: wide } };
    expect(compare(old, { properties: { a: missing, b: narrow } })).toMatchObject({ witness: { b: null } });
    expect(compare(old, true).kind).toBe("compatible");
    expect(compare({ type: "string", not: { not: missing } }, { type: "string" }).kind).toBe("compatible");
    const unused = { properties: { b: wide }, definitions: { x: missing } };
    expect(compare(unused, unused).kind).toBe("compatible");
  });

  test("what it may declare is not taken to be undeclared", () => {
    const old = { allOf: [{ $ref: "common.json" }], properties: { a: wide } };
    const newer = { allOf: [{ $ref: "common.json" }], properties: { a: wide, b: { type: "integer" } } };
    expect(compare(old, newer).kind).toBe("unknown");
    expect(compare(old, { properties: { a: wide, b: { type: "integer" } } }).kind).toBe("unknown");
    expect(closeSchema(old)).toBe(true);
  });
});

test("pointers are told as they are in the document that was given", () => {
  const old = {
    $defs: { x: { properties: { b: { $ref: "common.json" } } } },
    definitions: { y: { $id: "#y" } },
    properties: { a: { $ref: "#/$defs/x" } },
  };
  expect(compare(old, { properties: { a: { properties: { b: narrow } } } })).toMatchObject({
    kind: "unknown",
    document: "old",
    pointer: "/$defs/x/properties/b/$ref",
    keyword: "$ref",
  });
});

test("a schema that cannot be resolved for its depth is unknown", () => {
  let deep: Schema = { $ref: "#x" };
  for (let depth = 0; depth < 20_000; depth++) deep = { not: deep };
  expect(compare(deep, true)).toMatchObject({ kind: "unknown", reason: "it is nested too deeply" });
});

test("where a search that takes too long met a reference that leads nowhere, that is named", () => {
  const among = (last: Schema) => ({
    oneOf: [{ $ref: "http://x/elsewhere.json" }, { type: "string" }, last],
  });
  const verdict = contains(among({ type: "integer" }), among({ type: "number" }), { budget: 4 });
  expect(verdict).toMatchObject({ kind: "unknown", pointer: "/oneOf/0/$ref", keyword: "$ref" });
  expect(verdict).toMatchObject({
    reason: expect.stringMatching(/elsewhere\.json” .* not available, .* more steps/),
  });
});
