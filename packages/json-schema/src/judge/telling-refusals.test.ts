import { describe, expect, test } from "vitest";
import type { Data, Schema } from "../data/data.ts";
import { tellingRefusals } from "./telling-refusals.ts";

const told = (schema: Schema, value: Data) =>
  tellingRefusals(schema, value).map(
    ({ keyword, schemaPointer, instancePointer }) => `${instancePointer} ${keyword} ${schemaPointer}`,
  );
const text = { type: "string", maxLength: 5 };
const nothing = { type: "null" };

describe("of alternatives, the one that fits best says why", () => {
  test.each<[string, Schema, Data, readonly string[]]>([
    ["null first", { anyOf: [nothing, text] }, "aaaaaa", [" maxLength /anyOf/1/maxLength"]],
    ["null last", { oneOf: [text, nothing] }, "aaaaaa", [" maxLength /oneOf/0/maxLength"]],
    [
      "below",
      { properties: { v: { anyOf: [nothing, text] } } },
      { v: "aaaaaa" },
      ["/v maxLength /properties/v/anyOf/1/maxLength"],
    ],
    ["neither", { anyOf: [nothing, text] }, 1, [" type /anyOf/0/type", " type /anyOf/1/type"]],
    [
      "by what tells kinds of objects apart",
      {
        oneOf: [
          { properties: { kind: { const: "a" }, n: { type: "integer" } }, required: ["kind", "x"] },
          { properties: { kind: { const: "b" }, n: { maximum: 3 } }, required: ["kind"] },
        ],
      },
      { kind: "b", n: 4 },
      ["/n maximum /oneOf/1/properties/n/maximum"],
    ],
    [
      "by fewer faults",
      { anyOf: [{ required: ["a", "b"], minProperties: 2 }, { required: ["c"] }] },
      {},
      [" required /anyOf/1/required"],
    ],
    [
      "within one another",
      { anyOf: [nothing, { type: "array", items: { anyOf: [{ type: "integer" }, text] } }] },
      ["aaaaaa"],
      ["/0 maxLength /anyOf/1/items/anyOf/1/maxLength"],
    ],
    [
      "through references",
      {
        definitions: { text, either: { anyOf: [nothing, { $ref: "#/definitions/text" }] } },
        properties: { v: { $ref: "#/definitions/either" } },
      },
      { v: "aaaaaa" },
      ["/v maxLength /definitions/text/maxLength"],
    ],
    ["of which several fit", { oneOf: [text, { type: "string" }] }, "a", [" oneOf /oneOf"]],
    ["none at all", text, "aaaaaa", [" maxLength /maxLength"]],
    ["of which one fits", { anyOf: [nothing, text] }, "a", []],
    [
      "as options",
      { anyOf: [{ const: "a" }, { enum: ["b", "c"] }] },
      "d",
      [" const /anyOf/0/const", " enum /anyOf/1/enum"],
    ],
  ])("%s", (_, schema, value, expected) => {
    expect(told(schema, value)).toEqual(expected);
  });

  test("and however many there are, it comes to an end", () => {
    let schema: Schema = { type: "integer" };
    for (let depth = 0; depth < 12; depth++) {
      schema = { anyOf: [{ properties: { a: schema } }, { properties: { a: schema, b: schema } }] };
    }
    let value: Data = "x";
    for (let depth = 0; depth < 12; depth++) value = { a: value, b: "x" };
    expect(told(schema, value)).not.toEqual([]);
  });
});
