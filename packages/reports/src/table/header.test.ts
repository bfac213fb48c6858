import { describe, expect, test } from "vitest";
import { mergeHeaders, RaggedRow, rewriteRow } from "./header.ts";

const rewritten = (earlier: string[], now: string[], row: string) => {
  const merged = mergeHeaders(earlier, now);
  return [merged.header.join(" "), rewriteRow(row, merged), merged.missing];
};

describe("headers", () => {
  test.each<[string, string[], string[], (string | number)[]]>([
    ["the same", ["d", "a"], ["d", "a"], ["d a", "1\t2", 0]],
    ["a new column", ["d", "a"], ["d", "b", "a"], ["d b a", "1\t\t2", 0]],
    ["a column that is gone", ["d", "a"], ["d"], ["d a", "1\t2", 1]],
    ["the first column’s name", ["day", "a"], ["date", "a"], ["date a", "1\t2", 0]],
  ])("%s", (_, earlier, now, expected) => expect(rewritten(earlier, now, "1\t2")).toEqual(expected));

  test("columns that are gone are sorted", () => {
    expect(mergeHeaders(["d", "z", "a", "m"], ["d", "m"]).header).toEqual(["d", "m", "a", "z"]);
  });

  test("a row with too few cells is not guessed at", () => {
    expect(() => rewritten(["d", "a", "b"], ["d", "b", "a"], "1\t2")).toThrow(RaggedRow);
  });
});
