import { expect, test } from "vitest";
import { patternSlips } from "./pattern-slips.ts";

const kinds = (pattern: string) =>
  patternSlips(pattern).map((slip) => ("part" in slip ? `${slip.kind} ${slip.part}` : slip.kind));

test.each([
  ["^mobile|desktop$", ["anchors"]],
  ["^mobile|tablet|desktop$", ["anchors"]],
  ["[a-z]+", ["repetition [a-z]+"]],
  ["^Q\\d{1,9}", ["repetition \\d{1,9}"]],
  ["^(?:[a-z]+,)*", ["repetition (?:[a-z]+,)*"]],
  ["\\p{Lu}+$", ["repetition \\p{Lu}+"]],
  ["^[A-z]{2}$", ["range A-z"]],
  ["^[_0-z]{2}$", ["range 0-z"]],
  ["^[on|off]$", ["bar [on|off]"]],
  ["^\\\\d{4}$", ["escape \\\\d"]],
])("%s", (pattern, expected) => {
  expect(kinds(pattern)).toEqual(expected);
});

test.each([
  "^(mobile|desktop)$",
  "^mobile$|^desktop$",
  "^mobile|^desktop",
  "a|b",
  "^a|b",
  "^[a-z]+$",
  "^https?",
  "^/.*",
  "^[^/]+",
  "\\S+",
  "^[a-z]{2}",
  "\\b[a-z]+\\b",
  "^[a-z]+(?=-)",
  "(^|,)x",
  "^[\\w,;|-]+$",
  "^[A-Za-z0-9]+$",
  "^[|]$",
  "^C:\\\\data$",
  "^\\\\\\d+$",
  "^[\\\\d+]$",
  "^\\[A-z]$",
  "",
])("%s is meant", (pattern) => {
  expect(kinds(pattern)).toEqual([]);
});
