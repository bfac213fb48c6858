import { expect, test } from "vitest";
import { formatChange, formatNumber, formatShortNumber } from "./numbers.ts";

test.each([
  [0, "0", "0"],
  [-0, "0", "0"],
  [1, "1", "1"],
  [0.123456, "0.123", "0.123"],
  [0.00001234, "0.0000123", "0.0000123"],
  [1e-9, "1e-9", "1e-9"],
  [12.345, "12.35", "12.35"],
  [999.999, "1,000", "1,000"],
  [1234.5, "1,235", "1.23k"],
  [-2_500_000, "-2,500,000", "-2.5M"],
  [3e9, "3,000,000,000", "3G"],
  [7e12, "7,000,000,000,000", "7T"],
  [1e15, "1e+15", "1e+15"],
  [1.239e300, "1.24e+300", "1.24e+300"],
])("%d is %s, beside an axis %s", (value, long, short) => {
  expect([formatNumber(value), formatShortNumber(value)]).toEqual([long, short]);
});

test.each([
  [110, 100, "+10%"],
  [90, 100, "−10%"],
  [100, 100, "±0%"],
  [-90, -100, "−10%"],
  [5, 0, undefined],
  [0, 5, undefined],
  [1, -1, undefined],
  [1e300, 1, undefined],
])("%d after %d is %s", (value, before, text) => {
  expect(formatChange(value, before)).toBe(text);
});
