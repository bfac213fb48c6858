import { expect, test } from "vitest";
import { sourcePointer } from "./source-pointer.ts";

const source = {
  properties: {
    k: { contains: { minimum: 5 }, allOf: [{ contains: { maximum: 1 } }, { pattern: "^a" }] },
  },
  allOf: [{ properties: { k: { pattern: "^b" } } }],
};

test.each([
  ["the same place", "/properties/k/contains/minimum", "/properties/k/contains/minimum"],
  ["in a member of an allOf", "/properties/k/pattern", "/properties/k/allOf/1/pattern"],
  [
    "in an allOf that merging made",
    "/properties/k/allOf/0/contains/minimum",
    "/properties/k/contains/minimum",
  ],
  ["in another member", "/properties/k/allOf/1/contains/maximum", "/properties/k/allOf/0/contains/maximum"],
])("%s", (_, pointer, expected) => {
  expect(sourcePointer(source, pointer)).toBe(expected);
});
