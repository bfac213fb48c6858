import { declare } from "@addendum/event-fields";
import type { DataObject } from "@addendum/json-schema";
import { describe, expect, test } from "vitest";
import { fileAddress, rootFrom, segmentOf, titleAddress } from "./addresses.ts";
import { constraintsOf } from "./constraints.ts";
import { allFields, fieldsOf } from "./field.ts";
import { originsOf } from "./origins.ts";
import { keyOf, sinceVersions } from "./since.ts";
import { contrast, themeText } from "./theme.ts";

const plain = { origin: () => undefined, since: () => undefined };

describe("addresses", () => {
  test.each([
    ["toggle", "toggle"],
    ["a.b-c_1", "a.b-c_1"],
    ["index.html", "-696e6465782e68746d6c"],
    ["-", "-2d"],
    ["é", "-c3a9"],
    ["..", "-2e2e"],
  ])("%s is the segment %s", (name, segment) => {
    expect(segmentOf(name)).toBe(segment);
  });
  test("pages lie below the root, and know the way back", () => {
    expect(titleAddress("a/b")).toBe("schema/a/b/");
    expect(rootFrom("schema/a/b/")).toBe("../../../");
    expect(rootFrom("")).toBe("./");
    expect(fileAddress("x", "a/b c", "1.0.0.yaml")).toBe("repositories/x/jsonschema/a/b%20c/1.0.0.yaml");
  });
});

test.each<[string, DataObject, string[]]>([
  ["one limit", { maxLength: 64 }, ["at most 64 characters"]],
  ["both", { minLength: 1, maxLength: 1 }, ["exactly 1 character"]],
  ["not empty", { minLength: 1 }, ["not empty"]],
  ["a range", { minimum: 0, maximum: 10 }, ["0 to 10"]],
  ["bounds that materializing writes", { minimum: -9007199254740991, maximum: 9007199254740991 }, []],
  ["exclusive", { exclusiveMinimum: 0, maximum: 1 }, ["more than 0, at most 1"]],
  ["a format", { format: "date-time" }, ["date and time (RFC 3339)"]],
  ["a pattern", { pattern: "^a$" }, ["matches ^a$"]],
  [
    "items",
    { type: "array", minItems: 1, maxItems: 3, uniqueItems: true },
    ["1 to 3 items", "no item twice"],
  ],
  ["a multiple", { multipleOf: 0.5 }, ["multiple of 0.5"]],
])("constraints in words: %s", (_, schema, words) => {
  const found = constraintsOf(declare(schema));
  expect(found.map(({ words: text, code = "" }) => [text, code].filter(Boolean).join(" "))).toEqual(words);
});

test("fields are a tree, with lists and maps by what they hold", () => {
  const schema = {
    type: "object",
    required: ["a"],
    properties: {
      a: { type: ["string", "null"], enum: ["x", null], default: "x" },
      list: { type: "array", items: { type: "object", properties: { b: { type: "integer" } } } },
      map: { type: "object", additionalProperties: { type: "integer" } },
      who: {
        type: "string",
        privacy: { kind: "user-id", retention: "90 days" },
        deprecated: true,
        sunset: "2027-01-01",
      },
      self: { type: "object", properties: {} },
    },
  } satisfies DataObject;
  const fields = fieldsOf(declare(schema), plain);
  expect([...allFields(fields)].map(({ path, type }) => `${path.join(".")}: ${type}`)).toEqual([
    "a: string or null",
    "list: list of objects",
    "list.*.b: integer",
    "map: map of integers",
    "who: string",
    "self: object",
  ]);
  expect(fields[0]).toMatchObject({ isRequired: true, options: ['"x"', "null"], fallback: '"x"' });
  expect(fields[3]).toMatchObject({
    personal: { kind: "user-id", retention: "90 days" },
    deprecation: { isDeprecated: true, sunset: "2027-01-01" },
  });
});

test("a field is told since the version that brought it for good", () => {
  const version = (version: string, names: readonly string[]) => ({
    version,
    declaration: declare({ properties: Object.fromEntries(names.map((name) => [name, {}])) }),
  });
  const since = sinceVersions([
    version("1.0.0", ["a", "b"]),
    version("1.1.0", ["a", "c"]),
    version("1.2.0", ["a", "b", "c"]),
  ]);
  expect([...since]).toEqual([
    [keyOf(["c"]), "1.1.0"],
    [keyOf(["b"]), "1.2.0"],
  ]);
});

test("a field's origin is the schema that its author named; what is declared here, too, is ours", () => {
  const http = { properties: { method: {}, headers: { properties: { agent: {} } } } };
  const common = { properties: { dt: {}, meta: { properties: { id: {} } }, own: {} } };
  const source = {
    allOf: [{ $ref: "/fragment/common/1.0.0" }],
    properties: { own: {}, http: { $ref: "/fragment/http/1.2.0#/" }, again: { $ref: "#/properties/own" } },
  };
  const origins = originsOf(source, (reference) =>
    reference.startsWith("/fragment/common")
      ? { title: "fragment/common", version: "1.0.0", data: common }
      : { title: "fragment/http", version: "1.2.0", data: { "": http } },
  );
  expect(
    Object.fromEntries(
      [...origins].map(([path, { title }]) => [(JSON.parse(path) as string[]).join("."), title]),
    ),
  ).toEqual({
    dt: "fragment/common",
    meta: "fragment/common",
    "meta.id": "fragment/common",
    "http.method": "fragment/http",
    "http.headers": "fragment/http",
    "http.headers.agent": "fragment/http",
  });
});

test("a reference that leads back to itself ends", () => {
  const source = { properties: { a: { $ref: "#" } } };
  expect(originsOf(source, () => undefined).size).toBe(0);
});

test.each(["#4338ca", "#ffff00", "#000000", "#ffffff", "#ff0000", "#888888"])(
  "%s can be read in the light and in the dark",
  (accent) => {
    const [light = "", dark = ""] = themeText({ accent }).split("@media");
    for (const [text, background] of [
      [light, "#ffffff"],
      [dark, "#14161c"],
    ] as const) {
      const value = (name: string) => new RegExp(`--${name}: (#\\w{6})`).exec(text)?.[1] ?? "";
      expect(contrast(value("accent"), background)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(value("accent"), value("accent-soft"))).toBeGreaterThanOrEqual(4.5);
      expect(contrast(value("accent"), value("on-accent"))).toBeGreaterThanOrEqual(4.5);
    }
  },
);
