import { expect, it } from "vitest";
import { parseDuration } from "./duration.ts";

it.each([
  ["90 days", 90],
  ["1 day", 1],
  ["2 weeks", 14],
  ["1 year", 366],
  ["12 hours", 0.5],
  ["P90D", 90],
  ["P1Y6M", 366 + 186],
  ["P2W", 14],
  ["PT36H", 1.5],
  ["none", 0],
])("%s is %d days", (text, days) => {
  expect(parseDuration(text)).toBe(days);
});

it.each(["", "P", "PT", "soon", "-1 days", "1.5 days", "90", "90days", "P90", "9999999 days", "1 fortnight"])(
  "%j is no duration",
  (text) => {
    expect(parseDuration(text)).toBeUndefined();
  },
);
