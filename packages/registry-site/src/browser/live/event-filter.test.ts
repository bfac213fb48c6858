import type { ShownEvent } from "@addendum/event-intake/live-messages";
import { expect, test } from "vitest";
import { compileFilter, everything, fieldNames } from "./event-filter.ts";

const shown = (more: Partial<ShownEvent>): ShownEvent => ({
  at: 0,
  verdict: "accepted",
  stream: "s",
  schema: "/a/b/1.0.0",
  isCanary: false,
  event: { skin: "dark", meta: { domain: "x" }, list: [{ n: 1 }], "user.id": 7 },
  isCut: false,
  errors: [],
  moreErrors: 0,
  undeclared: [],
  ...more,
});

test.each([
  ["all", {}, true],
  ["its stream", { stream: "s" }, true],
  ["another stream", { stream: "t" }, false],
  ["a part of its schema", { schema: "a/b" }, true],
  ["another version", { schema: "/2.0.0" }, false],
  ["a field", { field: "skin" }, true],
  ["a field within", { field: "meta.domain" }, true],
  ["a field in a list", { field: "list.0.n=1" }, true],
  ["a field by its pointer", { field: "/meta/domain=x" }, true],
  ["a field with a dot", { field: "user.id=7" }, true],
  ["a field with its value", { field: "skin=dark" }, true],
  ["a field with another value", { field: "skin=light" }, false],
  ["a field that is not there", { field: "nothing" }, false],
  ["what is inherited", { field: "constructor" }, false],
  ["its verdict", { verdict: "accepted" }, true],
  ["another verdict", { verdict: "rejected" }, false],
  ["undeclared fields", { verdict: "undeclared" }, false],
  ["canaries", { verdict: "canary" }, false],
])("a filter for %s", (_, filter, expected) => {
  expect(compileFilter({ ...everything, ...filter })(shown({}))).toBe(expected);
});

test("a field that is missing is found by the error about it", () => {
  const errors = [{ pointer: "/skin", reason: "", keyword: "required", schemaPointer: undefined }];
  expect(compileFilter({ ...everything, field: "skin" })(shown({ event: {}, errors }))).toBe(true);
});

test("fields are offered by their paths", () => {
  expect(fieldNames({ a: { b: { c: { d: 1 } } }, e: [1] })).toEqual(["a", "a.b", "a.b.c", "e"]);
});
