import fc from "fast-check";
import { expect, test } from "vitest";
import { commonPointer, join, parent, resolvePointer, tokens } from "./pointer.ts";

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

test("the common pointer ends where the ways part, not within a name", () => {
  expect(commonPointer([])).toBe("");
  expect(commonPointer(["/a/bc", "/a/bd"])).toBe("/a");
  expect(commonPointer(["/a/b", "/a/b/c"])).toBe("/a/b");
  expect(commonPointer(["/a", "/b"])).toBe("");
});
