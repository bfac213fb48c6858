import type { Schema } from "@addendum/json-schema";
import { expect, it } from "vitest";
import { hasPlaceFor } from "./member.ts";

const schema: Schema = {
  properties: {
    meta: { $ref: "#/definitions/meta" },
    map: { additionalProperties: { properties: { a: {} } } },
    loop: { $ref: "#/definitions/loop" },
    open: { additionalProperties: true },
  },
  definitions: { meta: { properties: { dt: { type: "string" } } }, loop: { $ref: "#/definitions/loop" } },
};

it.each([
  ["meta", true],
  ["meta.dt", true],
  ["meta.id", false],
  ["map.any.a", true],
  ["map.any.b", false],
  ["loop.a", false],
  ["open.a", false],
  ["missing", false],
])("%s: %s", (path, expected) => {
  expect(hasPlaceFor(schema, path.split("."))).toBe(expected);
});
