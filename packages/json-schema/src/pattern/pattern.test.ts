import fc from "fast-check";
import { expect, test } from "vitest";
import { compilePattern, matchesPattern } from "./pattern.ts";

const atoms = [
  "a",
  "b",
  ".",
  "\\d",
  "\\w",
  "\\s",
  "[a-c]",
  "[^a]",
  "[\\w.-]",
  "😀",
  "\\u{1F600}",
  "\\p{Lu}",
  "\\n",
];
const pattern = fc.letrec<{ pattern: string }>((tie) => ({
  pattern: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(...atoms, "^", "$", ""),
    fc.tuple(tie("pattern"), tie("pattern")).map(([a, b]) => a + b),
    fc.tuple(tie("pattern"), tie("pattern")).map(([a, b]) => `(?:${a}|${b})`),
    fc
      .tuple(tie("pattern"), fc.constantFrom("*", "+", "?", "{2}", "{1,3}", "{2,}", "*?"))
      .map(([a, quantifier]) => `(${a})${quantifier}`),
  ),
})).pattern;
const text = fc
  .array(fc.constantFrom("a", "b", "c", "A", "1", "_", ".", "-", " ", "\n", "\u2028", "😀", "é"), {
    maxLength: 6,
  })
  .map((characters) => characters.join(""));

test("an automaton matches what the engine’s own expression matches", () => {
  fc.assert(
    fc.property(pattern, text, (source, value) => {
      expect(matchesPattern(source, value)).toBe(new RegExp(source, "u").test(value));
    }),
    { numRuns: 5000 },
  );
});

test("a pattern that makes a backtracking matcher explode is matched at once", () => {
  expect(matchesPattern("^(a+)+$", `${"a".repeat(50_000)}b`)).toBe(false);
});

test.each([
  ["a(?=b)", "unsupported"],
  ["(a)\\1", "unsupported"],
  ["\\bword", "unsupported"],
  ["(?:.{0,9999}){9}", "unsupported"],
  ["(", "invalid"],
  ["\\-", "invalid"],
])("%s is %s", (source, kind) => {
  expect(compilePattern(source).kind).toBe(kind);
  expect(matchesPattern(source, "ab")).toBeUndefined();
});
