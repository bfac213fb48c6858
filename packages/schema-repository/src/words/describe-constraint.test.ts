import { expect, test } from "vitest";
import { describeConstraint } from "./describe-constraint.ts";

test.each([
  ["pattern", undefined, "^a$", "`pattern: ^a$` added", "with values that do not match"],
  ["pattern", "^a$", "^b$", "`pattern` changed from “^a$” to “^b$”", "with values that do not match"],
  ["format", undefined, "date", "`format: date` added", "with values that do not have this format"],
  ["multipleOf", 2, 4, "`multipleOf` changed from 2 to 4", "with values that are not multiples of it"],
  ["uniqueItems", undefined, true, "`uniqueItems: true` added", "with repeated items"],
  ["type", "number", "integer", "type changed from number to integer", "with values of other types"],
  ["maxLength", 32, 16, "`maxLength` lowered from 32 to 16", "with longer values"],
  ["enum", ["a", "b"], ["a"], "option “b” removed", "with that option"],
  ["not", undefined, {}, "`not` added", "with values that match it"],
  ["oneOf", undefined, [], "`oneOf` added", "with values that match none of its options, or several"],
  ["dependencies", undefined, ["a"], "`dependencies` added", "that do not satisfy it"],
  ["exclusiveMaximum", undefined, 9, "`exclusiveMaximum: 9` added", "with values at or above it"],
  ["__proto__", undefined, 1, "`__proto__: 1` added", "with other values"],
])("a changed %s is described", (keyword, before, after, change, affected) => {
  expect(describeConstraint(keyword, before, after)).toMatchObject({ change, affected });
});
