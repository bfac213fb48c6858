import type { Data, Schema } from "@addendum/json-schema";
import { describe, expect, it } from "vitest";
import { compileUndeclared } from "./undeclared.ts";

const closed: Schema = {
  properties: {
    a: true,
    meta: { properties: { id: { type: "string" } }, additionalProperties: false },
    list: { items: { properties: { x: true }, additionalProperties: false } },
    pair: { items: [{ properties: { x: true }, additionalProperties: false }] },
    map: { additionalProperties: { properties: { x: true }, additionalProperties: false } },
    free: {},
  },
  patternProperties: { "^x-": { properties: { y: true }, additionalProperties: false } },
  additionalProperties: false,
};

describe("compileUndeclared", () => {
  it.each<[string, Data, readonly string[]]>([
    ["nothing, where all is declared", { a: { b: 1 }, meta: { id: "i" }, free: { any: { thing: 1 } } }, []],
    ["members of the event", { a: 1, b: 2, c: { d: 3 } }, ["/b", "/c"]],
    ["members of objects", { meta: { id: "i", more: 1 } }, ["/meta/more"]],
    ["members of items", { list: [{ x: 1 }, { x: 1, y: 2 }, "text"] }, ["/list/1/y"]],
    ["members of items by their position", { pair: [{ y: 1 }, { y: 1 }] }, ["/pair/0/y"]],
    ["members of the members of a map", { map: { one: { x: 1 }, two: { y: 1 } } }, ["/map/two/y"]],
    ["members of what a pattern declares", { "x-a": { y: 1, z: 2 } }, ["/x-a/z"]],
    [
      "names that objects inherit",
      JSON.parse('{ "__proto__": 1, "constructor": 2 }') as Data,
      ["/__proto__", "/constructor"],
    ],
    ["nothing in what is no object", [1, "two", null], []],
  ])("finds %s", (_, event, expected) => {
    expect(compileUndeclared(closed)(event)).toEqual(expected);
  });

  it("cuts names that a sender makes up", () => {
    const [pointer = ""] = compileUndeclared(closed)({ ["n".repeat(5000)]: 1 });
    expect(pointer.length).toBeLessThan(100);
  });

  it("looks into schemas that refer to themselves", () => {
    const properties: Record<string, Data> = {};
    const tree = { properties, additionalProperties: false };
    properties["child"] = tree;
    expect(compileUndeclared(tree)({ child: { child: { leaf: 1 } } })).toEqual(["/child/child/leaf"]);
  });
});
