import type { Data, Schema } from "@addendum/json-schema";
import { describe, expect, it } from "vitest";
import { findDeclaredPlaces } from "./personal-fields.ts";
import { publicPointer, withoutPersonalData } from "./untrusted-event.ts";

const ip = { type: "string", privacy: { kind: "ip-address" } };
const schema: Schema = {
  type: "object",
  properties: {
    wiki: { type: "string" },
    http: { type: "object", properties: { client_ip: ip, status: { type: "integer" } } },
    headers: { type: "object", additionalProperties: { ...ip, privacy: { kind: "user-agent" } } },
    addresses: { type: "array", items: ip },
    byName: { type: "object", patternProperties: { "^ip_": ip }, additionalProperties: { type: "string" } },
    visitors: { type: "object", propertyNames: ip, additionalProperties: { type: "integer" } },
    data: { type: "object" },
    list: { type: "array" },
    shared: { allOf: [{ $ref: "#/definitions/http" }] },
  },
  definitions: { http: { properties: { client_ip: ip, deep: { $ref: "#/definitions/http" } } } },
};
const secret = "192.0.2.77";

describe("withoutPersonalData", () => {
  it.each<[string, Data, Data]>([
    [
      "what is marked",
      { http: { client_ip: secret, status: 200 }, wiki: "w" },
      { http: { status: 200 }, wiki: "w" },
    ],
    [
      "another spelling",
      { clientIp: secret, http: { clientIP: secret, status: 200 } },
      { http: { status: 200 } },
    ],
    ["a text where an object should be", { http: secret, wiki: "w" }, { wiki: "w" }],
    ["a list where an object should be", { http: [secret] }, { http: [] }],
    ["an object where a text should be", { wiki: { client_ip: secret } }, { wiki: {} }],
    ["a list where a text should be", { wiki: [secret] }, { wiki: [] }],
    ["another type at the mark", { http: { client_ip: { v: [secret] } } }, { http: {} }],
    ["a number at the mark", { http: { client_ip: 3221226061 } }, { http: {} }],
    ["a text where a list of marked ones should be", { addresses: secret }, {}],
    ["an object where a list of marked ones should be", { addresses: { a: secret } }, { addresses: {} }],
    ["lists in lists of marked ones", { addresses: [[secret], secret] }, { addresses: [] }],
    ["a text where a map should be", { headers: secret, byName: secret, visitors: secret }, {}],
    [
      "members of a map",
      { headers: { a: secret }, byName: { ip_a: secret, b: "c" } },
      { headers: {}, byName: { b: "c" } },
    ],
    ["names that are marked", { visitors: { [secret]: 1 } }, { visitors: {} }],
    [
      "what references lead to",
      { shared: { client_ip: secret, deep: { deep: { client_ip: secret } } } },
      { shared: { deep: { deep: {} } } },
    ],
    ["a text where a reference expects an object", { shared: { deep: secret } }, { shared: {} }],
    ["a list at the root", [secret], []],
    ["a text at the root", secret, null],
  ])("leaves out %s", (_, event, expected) => {
    const result = withoutPersonalData(event, findDeclaredPlaces(schema), () => undefined);
    expect(JSON.stringify(result) ?? "").not.toContain(secret);
    expect(result ?? null).toEqual(expected);
  });

  it("keeps what is declared, free-form data and values of another type as well", () => {
    const event = { wiki: 4711, data: { any: { thing: 1 } }, list: [1, { a: 2 }], http: null };
    expect(withoutPersonalData(event, findDeclaredPlaces(schema), () => undefined)).toEqual(event);
  });

  it("leaves an event alone whose schema marks nothing", () => {
    const event = { other: secret };
    const plain = findDeclaredPlaces({ properties: { a: {} } });
    expect(withoutPersonalData(event, plain, () => undefined)).toEqual(event);
  });
});

describe("publicPointer", () => {
  it.each([
    [
      ["http", "status"],
      ["http", "status"],
    ],
    [
      ["headers", "x-real-ip"],
      ["headers", "*"],
    ],
    [
      ["http", "client_ip", "v"],
      ["http", "client_ip", "*"],
    ],
    [
      ["addresses", "0"],
      ["addresses", "0"],
    ],
    [
      ["visitors", secret],
      ["visitors", "*"],
    ],
    [
      ["byName", "ip_x"],
      ["byName", "*"],
    ],
    [["other"], ["other"]],
  ])("shows %j as %j", (path, shown) => {
    expect(publicPointer(path, findDeclaredPlaces(schema))).toEqual(shown);
  });
});
