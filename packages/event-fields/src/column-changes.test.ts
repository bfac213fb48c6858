import type { DataObject, Schema } from "@addendum/json-schema";
import { describe, expect, it } from "vitest";
import { columnChanges } from "./column-changes.ts";
import { declare } from "./declaration.ts";
import { hiveType } from "./hive-type.ts";

const event = (properties: DataObject): Schema => ({ type: "object", properties });

/** What becomes of columns, in one line each. */
function changes(old: Schema, newer: Schema, timestamps: "string" | "timestamp" = "string"): string[] {
  return columnChanges(declare(old), declare(newer), { timestamps }).map((change) => {
    const at = `${change.path.join(".")} at ${change.pointer}`;
    if (change.kind === "collision") return `${at}: collides with ${change.other}`;
    const before = hiveType(change.before);
    return change.kind === "dropped"
      ? `${at}: drops ${before}`
      : `${at}: ${before} → ${hiveType(change.after)}`;
  });
}

const text = { type: "string" };
const integer = { type: "integer" };
const struct = { type: "object", properties: { a: text } };

describe("a column that changes its type", () => {
  it.each<[string, DataObject, DataObject, string[]]>([
    [
      "an integer that may be a number",
      integer,
      { type: "number" },
      ["x at /properties/x/type: BIGINT → DOUBLE"],
    ],
    [
      "a text that may be an integer",
      text,
      { type: ["string", "integer"] },
      ["x at /properties/x/type: STRING → JSON text"],
    ],
    [
      "options of another type",
      { enum: [1, 2] },
      { enum: ["1", "2"] },
      ["x at /properties/x: BIGINT → STRING"],
    ],
    ["options of two types", { enum: ["a"] }, { enum: ["a", 1] }, ["x at /properties/x: STRING → JSON text"]],
    [
      "a struct that becomes a map",
      struct,
      { ...struct, additionalProperties: text },
      ["x at /properties/x: STRUCT → MAP<STRING, STRING>"],
    ],
    [
      "a list that no longer says its items",
      { type: "array", items: text },
      { type: "array" },
      ["x at /properties/x: ARRAY<STRING> → JSON text"],
    ],
    [
      "items that become positions",
      { type: "array", items: text },
      { type: "array", items: [text, integer] },
      ["x at /properties/x: ARRAY<STRING> → JSON text"],
    ],
    [
      "items of items",
      { type: "array", items: { type: "array", items: integer } },
      { type: "array", items: { type: "array", items: text } },
      ["x.*.* at /properties/x/items/items/type: BIGINT → STRING"],
    ],
    [
      "a field in a map",
      { type: "object", additionalProperties: { type: "object", properties: { n: integer } } },
      { type: "object", additionalProperties: { type: "object", properties: { n: text } } },
      ["x.*.n at /properties/x/additionalProperties/properties/n/type: BIGINT → STRING"],
    ],
    ["null beside a type", integer, { type: ["integer", "null"] }, []],
    ["a narrower range", integer, { type: "integer", maximum: 3 }, []],
    [
      "a declared name in a map",
      { type: "object", additionalProperties: text },
      { ...struct, additionalProperties: text },
      [],
    ],
    // The column of JSON text holds it.
    ["any object that declares properties", { type: "object" }, struct, []],
    ["anything that is a text", {}, text, []],
  ])("%s", (_, old, newer, expected) => {
    expect(changes(event({ x: old }), event({ x: newer }))).toEqual(expected);
  });

  it("is seen where date-times are columns of time", () => {
    const [old, newer] = [event({ dt: text }), event({ dt: { ...text, format: "date-time" } })];
    expect(changes(old, newer)).toEqual([]);
    expect(changes(old, newer, "timestamp")).toEqual(["dt at /properties/dt: STRING → TIMESTAMP"]);
  });
});

describe("a column that nothing fills any more", () => {
  it.each<[string, DataObject, DataObject, string[]]>([
    ["a property", { x: integer, y: text }, { y: text }, ["x at /properties: drops BIGINT"]],
    [
      "a field of an item's struct",
      { x: { type: "array", items: { type: "object", properties: { "user-agent": text, n: integer } } } },
      { x: { type: "array", items: { type: "object", properties: { n: integer } } } },
      ["x.*.user-agent at /properties/x/items/properties: drops STRING"],
    ],
    ["what is stored as JSON text", { x: {}, y: text }, { y: text }, ["x at /properties: drops JSON text"]],
    // Another property fills the same column.
    ["a name with another case", { userId: text }, { userid: text }, []],
    [
      "a name that a map knew",
      { x: { ...struct, additionalProperties: text } },
      { x: { type: "object", additionalProperties: text } },
      [],
    ],
  ])("%s", (_, old, newer, expected) => {
    expect(changes(event(old), event(newer))).toEqual(expected);
  });

  it("is not claimed of what was not looked at", () => {
    const node = (more: DataObject): DataObject => ({
      type: "object",
      properties: { name: text, ...more, child: { $ref: "#/definitions/node" } },
    });
    const root = (more: DataObject): Schema => ({
      type: "object",
      properties: { node: { $ref: "#/definitions/node" } },
      definitions: { node: node(more) },
    });
    expect(changes(root({}), root({ size: integer }))).toEqual([]);
    expect(changes(root({ size: integer }), root({}))).toContain(
      "node.size at /properties/node/properties: drops BIGINT",
    );
  });
});

describe("two properties of one column", () => {
  it.each<[string, DataObject, DataObject, string[]]>([
    ["by case", { n: text }, { n: text, N: text }, ["N at /properties/N: collides with n"]],
    [
      "declared before the one that was there",
      { n: text },
      { N: text, n: text },
      ["N at /properties/N: collides with n"],
    ],
    [
      "where one has no type of its own",
      { n: {} },
      { n: {}, N: text },
      ["N at /properties/N: collides with n"],
    ],
    ["that were there before", { n: text, N: text }, { n: text, N: text, o: text }, []],
    [
      "by alternatives that declare one object between them",
      {
        o: {
          anyOf: [
            { type: "object", properties: { a: text } },
            { type: "object", properties: { b: text } },
          ],
        },
      },
      {
        o: {
          anyOf: [
            { type: "object", properties: { a: text } },
            { type: "object", properties: { b: text, A: text } },
          ],
        },
      },
      ["o.A at /properties/o/anyOf/1/properties/A: collides with a"],
    ],
  ])("%s", (_, old, newer, expected) => {
    expect(changes(event(old), event(newer))).toEqual(expected);
  });
});
