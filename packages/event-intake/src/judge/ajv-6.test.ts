import Ajv6 from "ajv-6";
import { expect, test } from "vitest";
import type { Schema } from "@addendum/json-schema";
import { compileAsEventGate, compileWording } from "./ajv-6.ts";

test("repeated items are told as Ajv 6 tells them, and among any number", () => {
  const list = (items: Schema): Schema => ({
    type: "object",
    properties: { l: { type: "array", maxItems: 100_000, uniqueItems: true, items }, n: { type: "integer" } },
  });
  const scalars = list({ type: ["string", "number"] });
  const objects = list({ type: "object" });
  const cases: [Schema, unknown[]][] = [
    [scalars, ["a", "b", "a", "b"]],
    [scalars, [1, "1", {}, {}, 1]],
    [scalars, ["a", true, true]],
    [objects, [{ a: 1, b: 2 }, {}, { b: 2, a: 1 }, {}]],
    [objects, [1, 2]],
  ];
  for (const [schema, l] of cases) {
    const event = { l, n: "x" };
    const theirs = new Ajv6({ allErrors: true });
    theirs.validate(schema as object, event);
    for (const judge of [compileWording(schema), compileAsEventGate(schema)]) {
      // Their order, and that of their members.
      expect(JSON.stringify(judge(event))).toBe(JSON.stringify(theirs.errors));
    }
  }
  const many = Array.from({ length: 100_000 }, (_, index) => ({ index }));
  for (const judge of [compileWording(objects), compileAsEventGate(objects)]) {
    expect(judge({ l: many, n: 1 })).toBeUndefined();
  }
});

test.each<[string, Schema, string]>([
  [
    "a definition",
    { properties: { a: { $ref: "#/definitions/x" } }, definitions: { x: { type: "string" } } },
    "#/definitions/x/type",
  ],
  [
    "what an unknown keyword holds",
    { properties: { a: { $ref: "#/$defs/x/y" } }, $defs: { x: { y: { type: "string" } } } },
    "#/$defs/x/y/type",
  ],
  [
    "an annotation",
    { properties: { a: { $ref: "#/examples/0" } }, examples: [{ type: "string" }] },
    "#/examples/0/type",
  ],
  [
    "a name",
    { properties: { a: { $ref: "#x" } }, definitions: { x: { $id: "#x", type: "string" } } },
    "#/definitions/x/type",
  ],
  [
    "a document’s own pointer",
    {
      properties: {
        a: { $id: "n", allOf: [{ $ref: "#/definitions/x" }], definitions: { x: { type: "string" } } },
      },
    },
    "#/properties/a/definitions/x/type",
  ],
  [
    "what an unknown keyword of a document holds",
    { $id: "/n/1.0.0", properties: { a: { $ref: "/n/1.0.0#/$defs/x" } }, $defs: { x: { type: "string" } } },
    "#/$defs/x/type",
  ],
])("errors come from where %s is written", (_, schema, schemaPath) => {
  for (const judge of [compileWording(schema), compileAsEventGate(schema)]) {
    expect(judge({ a: "text" })).toBeUndefined();
    expect(judge({ a: 1 })).toMatchObject([{ keyword: "type", dataPath: ".a", schemaPath }]);
  }
});
