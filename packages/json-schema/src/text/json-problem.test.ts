import fc from "fast-check";
import { expect, test } from "vitest";
import { findJsonProblem } from "./json-problem.ts";

test.each([
  ["", 0, "it is empty"],
  [" \n", 0, "it is empty"],
  ["{", 1, "it ends before “{” is closed"],
  ['{"a": [1, 2', 11, "it ends before “[” is closed"],
  ['{"a": 1,}', 8, "a name in double quotes is expected, not “}”"],
  ["[1,]", 3, "a value is expected, not “]”"],
  ["{a: 1}", 1, "a name in double quotes is expected, not “a”"],
  ["{'a': 1}", 1, "a name in double quotes is expected, not “'a'”"],
  ['{"a" 1}', 5, "“:” is missing after a name"],
  ['{"a": 1 "b": 2}', 8, "“,” or “}” is missing"],
  ['{"a": [1 2]}', 9, "“,” or “]” is missing"],
  ['{"a": [1}', 8, "“,” or “]” is missing"],
  ['{"a": 01}', 6, "a value is expected, not “01”"],
  ['{"a": tru}', 6, "a value is expected, not “tru”"],
  ['{"a": 1} # why', 9, "something follows the end of the value"],
  ['{"a": "x\ny"}', 8, "a quoted string contains a line break or control character"],
  ['{"a": "x', 6, "a quoted string is not closed"],
  [String.raw`{"a": "\x"}`, 7, String.raw`"\\x" is not a valid escape`],
  ["💥", 0, "a value is expected, not “💥”"],
] as const)("%j is wrong at %i: %s", (text, offset, reason) => {
  expect(findJsonProblem(text)).toEqual({ offset, reason });
});

test("a problem is found where a parser finds one, and nowhere else", () => {
  const isJson = (text: string) => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  };
  const pieces = [
    '{"a":',
    "[1,",
    "2",
    "]",
    "}",
    ",",
    ":",
    '"',
    '"b"',
    "\\",
    "null",
    "-",
    "0",
    ".5",
    "e+1",
    " ",
    "\n",
  ];
  const text = fc.oneof(
    fc.json(),
    fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((list) => list.join("")),
    fc.tuple(fc.json(), fc.nat()).map(([json, at]) => json.slice(0, at % (json.length + 1))),
  );
  fc.assert(
    fc.property(text, (one) => {
      const problem = findJsonProblem(one);
      expect(problem === undefined).toBe(isJson(one));
      if (problem !== undefined) expect(problem.offset).toBeLessThanOrEqual(one.length);
    }),
    { numRuns: 2000 },
  );
});

test("a very long or very deep text takes no stack", () => {
  const deep = "[".repeat(1_000_000);
  expect(findJsonProblem(deep)?.offset).toBe(1_000_000);
  expect(findJsonProblem(`"${"x\\n".repeat(1_000_000)}`)?.reason).toBe("a quoted string is not closed");
});
