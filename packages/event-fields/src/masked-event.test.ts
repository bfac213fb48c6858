import type { Data, Schema } from "@addendum/json-schema";
import { describe, expect, it } from "vitest";
import { maskedEvent } from "./masked-event.ts";
import { findDeclaredPlaces } from "./personal-fields.ts";
import { compileUndeclared } from "./undeclared.ts";

const long = "n".repeat(100);
const ip = { type: "string", privacy: { kind: "ip-address", retention: "90 days" } };
const closed = (properties: object): object => ({
  type: "object",
  properties,
  additionalProperties: false,
});
const schema = closed({
  skin: { type: "string" },
  ip,
  parts: { type: "object", additionalProperties: closed({ a: { type: "integer" } }) },
  list: { type: "array", items: closed({ a: { type: "integer" } }) },
}) as Schema;

const masked = (event: Data) => maskedEvent(event, findDeclaredPlaces(schema), compileUndeclared(schema));

describe("maskedEvent", () => {
  it("masks what is marked, and what is not declared", () => {
    const event = { skin: "dark", ip: "192.0.2.1", clientIp: "192.0.2.1", list: [{ a: 1, b: "x" }] };
    const copy = JSON.stringify(event);
    expect(masked(event)).toEqual({
      skin: "dark",
      ip: "(masked)",
      clientIp: "(masked)",
      list: [{ a: 1, b: "(masked)" }],
    });
    expect(JSON.stringify(event)).toBe(copy);
  });

  it("masks below and under long names, which pointers cut", () => {
    expect(
      JSON.stringify(masked({ [long]: "192.0.2.1", parts: { [long]: { b: "192.0.2.1" } } })),
    ).not.toContain("192");
  });

  it("takes names of every object for names", () => {
    const event = JSON.parse('{"__proto__":"x","constructor":{"y":"z"}}') as Data;
    expect(JSON.stringify(masked(event))).toBe('{"__proto__":"(masked)","constructor":"(masked)"}');
  });
});
