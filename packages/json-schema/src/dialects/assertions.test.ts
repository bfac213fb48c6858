import { describe, expect, test } from "vitest";
import { saysNothing } from "./assertions.ts";
import type { Data, Schema } from "../data/data.ts";

describe("a schema says nothing", () => {
  test.each<Data>([
    true,
    {},
    { description: "Anything.", title: "Any", $comment: "", examples: [1], default: 2 },
    { privacy: "none", "x-unheard-of": { type: "string" } },
    { definitions: { a: { type: "string" } } },
    { allOf: [{}, { description: "d" }] },
    { anyOf: [{ type: "string" }, {}] },
  ])("%j", (schema) => {
    expect(saysNothing(schema)).toBe(true);
  });
});

describe("a schema says something", () => {
  test.each<Data>([
    false,
    { type: "string" },
    { properties: {} },
    { allOf: [{}, { maxLength: 3 }] },
    { anyOf: [{ maxLength: 3 }] },
    { not: {} },
    { $ref: "#/definitions/any" },
  ])("%j", (schema) => {
    expect(saysNothing(schema)).toBe(false);
  });
});

test("references are followed within a document", () => {
  const root: Schema = {
    definitions: { any: { description: "d" }, text: { type: "string" }, loop: { allOf: [] } },
  };
  expect(saysNothing({ $ref: "#/definitions/any" }, root)).toBe(true);
  expect(saysNothing({ $ref: "#/definitions/text" }, root)).toBe(false);
  const circle: Schema = { definitions: { a: { $ref: "#/definitions/a" } } };
  expect(saysNothing({ $ref: "#/definitions/a" }, circle)).toBe(false);
});
