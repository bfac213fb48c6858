import { expect, test } from "vitest";
import type { Data, Schema } from "../data/data.ts";
import { evaluate } from "../judge/evaluate.ts";
import { partOf } from "./part.ts";

test("a part without references is the part", () => {
  const part = { type: "string" };
  expect(partOf({ properties: { a: part }, definitions: {} }, "/properties/a")).toBe(part);
});

test.each<[string, Schema]>([
  ["the root", { type: "object", properties: { "a b": { items: { $ref: "#" } } } }],
  ["a property", { properties: { "a b": { items: { $ref: "#/properties/c" } }, c: { type: "object" } } }],
  [
    "a definition",
    { properties: { "a b": { items: { $ref: "#/definitions/c" } } }, definitions: { c: { type: "object" } } },
  ],
  [
    "a name",
    { properties: { "a b": { items: { $ref: "#c" } } }, definitions: { c: { $id: "#c", type: "object" } } },
  ],
  [
    "an unknown keyword",
    { properties: { "a b": { items: { $ref: "#/$defs/c" } } }, $defs: { c: { type: "object" } } },
  ],
  [
    "itself",
    {
      properties: {
        "a b": {
          items: { type: "object", not: { not: { properties: { d: { $ref: "#/properties/a%20b" } } } } },
        },
      },
    },
  ],
])("what refers to %s is judged as in the whole", (_, schema) => {
  const part = partOf(schema, "/properties/a b");
  for (const value of [[{}], [1], [{ d: [{}] }], [{ d: [1] }]] as Data[]) {
    const inWhole = evaluate(schema, { "a b": value });
    expect(evaluate(part, value)?.keyword).toBe(inWhole?.keyword);
  }
});
