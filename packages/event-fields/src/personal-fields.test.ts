import { cloneData, type Data, type Schema } from "@addendum/json-schema";
import { describe, expect, it } from "vitest";
import { changePersonalFields, findPersonalFields } from "./personal-fields.ts";

const ip = { type: "string", privacy: { kind: "ip-address", retention: "90 days" } };

/** What becomes of an event whose personal fields are shown by their kinds. */
function marked(schema: Schema, event: Data): Data {
  const places = findPersonalFields(schema);
  const copy = cloneData(event);
  if (places !== undefined) changePersonalFields(copy, places, (_, { kind }) => `<${kind}>`);
  return copy;
}

describe("findPersonalFields", () => {
  it.each<[string, Schema, Data, Data]>([
    ["properties", { properties: { a: ip, b: {} } }, { a: "x", b: "y" }, { a: "<ip-address>", b: "y" }],
    [
      "objects, items and tuples",
      {
        properties: {
          o: { properties: { a: ip } },
          l: { items: ip },
          t: { items: [{}, ip], additionalItems: ip },
        },
      },
      { o: { a: "x" }, l: ["x", "y"], t: ["x", "y", "z"] },
      {
        o: { a: "<ip-address>" },
        l: ["<ip-address>", "<ip-address>"],
        t: ["<ip-address>", "<ip-address>", "<ip-address>"],
      },
    ],
    [
      "maps and patterns",
      { properties: { m: { additionalProperties: ip } }, patternProperties: { "^ip_": ip } },
      { m: { one: "x" }, ip_2: "y", other: "z" },
      { m: { one: "<ip-address>" }, ip_2: "<ip-address>", other: "z" },
    ],
    [
      "what references and alternatives say",
      {
        allOf: [{ properties: { a: { $ref: "#/definitions/ip" } } }],
        oneOf: [{ properties: { b: ip } }, true],
        if: true,
        else: { properties: { c: ip } },
        definitions: { ip },
      },
      { a: "x", b: "y", c: "z" },
      { a: "<ip-address>", b: "<ip-address>", c: "<ip-address>" },
    ],
    [
      "names, and what a list contains",
      { properties: { byIp: { propertyNames: ip }, list: { contains: ip } } },
      { byIp: { x: 1 }, list: ["y"] },
      { byIp: { "<ip-address>": 1 }, list: ["<ip-address>"] },
    ],
    [
      "others only, where a pattern names some",
      { patternProperties: { "^ok_": {}, "^fine_": true }, additionalProperties: ip },
      { ok_1: "x", fine_1: "y", other: "z" },
      { ok_1: "x", fine_1: "y", other: "<ip-address>" },
    ],
    [
      "a schema beside a reference",
      {
        properties: { a: { $ref: "#/definitions/text", privacy: { kind: "ip-address" } } },
        definitions: { text: {} },
      },
      { a: "x" },
      { a: "<ip-address>" },
    ],
    [
      "schemas that refer to themselves",
      { properties: { child: { $ref: "#" }, a: ip } },
      { a: "x", child: { child: { a: "y" } } },
      { a: "<ip-address>", child: { child: { a: "<ip-address>" } } },
    ],
  ])("finds marks in %s", (_, schema, event, expected) => {
    expect(marked(schema, event)).toEqual(expected);
  });

  it("finds nothing where nothing is marked", () => {
    expect(findPersonalFields({ properties: { a: { type: "string" } } })).toBeUndefined();
    expect(findPersonalFields({ properties: { a: { privacy: "secret" } } } as Schema)).toBeUndefined();
    expect(findPersonalFields({ properties: { a: { privacy: { kind: "none" } } } })).toBeUndefined();
  });

  it("says which values a field takes, and removes what becomes nothing", () => {
    const places = findPersonalFields({ properties: { a: { ...ip, maxLength: 3 } } });
    const event = { a: "192.0.2.1", b: 1 };
    const taken: boolean[] = [];
    changePersonalFields(event, places as never, (_, field) => {
      taken.push(field.accepts("abc"), field.accepts("abcd"), field.accepts(7));
      return undefined;
    });
    expect(taken).toEqual([true, false, false]);
    expect(event).toEqual({ b: 1 });
  });
});
