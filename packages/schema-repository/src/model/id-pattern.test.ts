import fc from "fast-check";
import { expect, test } from "vitest";
import { matchesId } from "./id-pattern.ts";

test("has expressions as the engine has them", () => {
  const pattern = fc.constantFrom(
    "/job/.*",
    "^/a",
    "1.0.0$",
    "[ab]+/",
    "a|b",
    "(a|/)+1",
    "a{2}",
    "a{1,2}.*b",
    "(?=/a).b",
  );
  const piece = fc.constantFrom("/", "a", "b", "/job/", "1.0.0", "0", ".", "😀");
  const id = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(""));
  const seen = { yes: 0, no: 0 };
  fc.assert(
    fc.property(pattern, id, (one, text) => {
      const matches = matchesId(one, text);
      expect(matches).toBe(new RegExp(one).test(text));
      seen[matches ? "yes" : "no"]++;
    }),
    { numRuns: 2000 },
  );
  expect(Math.min(seen.yes, seen.no)).toBeGreaterThan(200);
});

test("no identifier makes an expression backtrack", () => {
  expect(matchesId("^/(a+)+$", `/${"a".repeat(5000)}!`)).toBe(false);
  expect(matchesId("a+b", "a".repeat(500_000))).toBe(false);
});
