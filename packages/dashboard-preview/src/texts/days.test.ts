import { expect, test } from "vitest";
import { dayAfter, daysBetween, formatSpan } from "./days.ts";

test("days go over months, years and leap days", () => {
  expect(daysBetween("2028-02-28", "2028-03-01")).toEqual(["2028-02-28", "2028-02-29", "2028-03-01"]);
  expect(dayAfter("2026-01-03", -7)).toBe("2025-12-27");
});

test.each([
  ["2026-11-25", "2026-11-25", "25 Nov 2026"],
  ["2026-10-27", "2026-11-25", "27 Oct – 25 Nov 2026"],
  ["2025-12-31", "2026-01-02", "31 Dec 2025 – 2 Jan 2026"],
])("%s to %s is %s", (from, to, text) => {
  expect(formatSpan(from, to)).toBe(text);
});
