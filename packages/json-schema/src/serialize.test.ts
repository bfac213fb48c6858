import { expect, test } from "vitest";
import { compareKeys, toJson, toYaml } from "./serialize.ts";

test("the leading keys stand first, the rest by collation", () => {
  const sorted = ["title", "description", "$id", "$schema", "type", "required", "properties", "examples"];
  const rest = ["_u", "10", "9", "a", "A", "ä", "a_b", "a-b", "a1", "b", "B"];
  expect([...rest, ...sorted].reverse().sort(compareKeys)).toEqual([...sorted, ...rest]);
});

test("what one alias made stands once in YAML, and twice in JSON", () => {
  const shared = { x: 1 };
  expect(toYaml({ a: shared, b: shared })).toBe("a: &ref_0\n  x: 1\nb: *ref_0\n");
  expect(toJson({ a: shared, b: shared })).toBe(
    '{\n  "a": {\n    "x": 1\n  },\n  "b": {\n    "x": 1\n  }\n}',
  );
});

test("JSON has no newline at the end, and null for what it cannot hold", () => {
  expect(toJson({ a: Number.NaN, b: [] })).toBe('{\n  "a": null,\n  "b": [\n  ]\n}');
});
