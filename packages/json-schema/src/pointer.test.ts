import fc from "fast-check";
import { expect, test } from "vitest";
import { join, parent, resolvePointer, tokens } from "./pointer.ts";

test("joining and splitting are each other's reverse", () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (list) => {
      expect(tokens(join("", ...list))).toEqual(list);
    }),
  );
});

test("a pointer leads to own members only", () => {
  expect(resolvePointer({ a: [{ "b/c": 1 }] }, "/a/0/b~1c")).toBe(1);
  expect(resolvePointer({}, "/constructor")).toBeUndefined();
  expect(resolvePointer(["x"], "/00")).toBeUndefined();
  expect(parent("/a/b")).toBe("/a");
  expect(parent("")).toBe("");
});
