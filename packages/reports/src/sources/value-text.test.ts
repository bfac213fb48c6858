import { describe, expect, test } from "vitest";
import { cellOf, decimalText, durationText, floatText } from "./value-text.ts";

describe("values as Python writes them", () => {
  test.each([
    [1, "1.0"],
    [0, "0.0"],
    [-0, "-0.0"],
    [0.1, "0.1"],
    [-2.5, "-2.5"],
    [1e15, "1000000000000000.0"],
    [1e16, "1e+16"],
    [123_456_789_012_345_680, "1.2345678901234568e+17"],
    [0.0001, "0.0001"],
    [0.000_01, "1e-05"],
    [-1.5e-7, "-1.5e-07"],
    [1e300, "1e+300"],
    [Number.NaN, "nan"],
    [Number.NEGATIVE_INFINITY, "-inf"],
  ])("the float %s is %s", (value, text) => expect(floatText(value)).toBe(text));

  test.each([
    ["5", "5"],
    ["0.5000", "0.5000"],
    ["0.00000000", "0E-8"],
    ["-0.00000012", "-1.2E-7"],
    ["0.000001", "0.000001"],
    ["12345.00000000", "12345.00000000"],
  ])("the decimal %s is %s", (value, text) => expect(decimalText(value)).toBe(text));

  test.each([
    ["01:02:03", "1:02:03"],
    ["00:00:00", "0:00:00"],
    ["25:00:00.5", "1 day, 1:00:00.500000"],
    ["-00:00:01", "-1 day, 23:59:59"],
    ["838:59:59", "34 days, 22:59:59"],
  ])("the duration %s is %s", (value, text) => expect(durationText(value)).toBe(text));

  test.each<[Parameters<typeof cellOf>[0], Parameters<typeof cellOf>[1], string | null]>([
    [null, "float", null],
    [7, "other", "7"],
    [9_007_199_254_740_993n, "other", "9007199254740993"],
    [true, "other", "true"],
    ["2026-01-31 00:00:00.000", "timestamp", "2026-01-31 00:00:00"],
    ["2026-01-31 00:00:00.12", "timestamp", "2026-01-31 00:00:00.120000"],
    ["0000-00-00", "other", "0000-00-00"],
    [[1, { a: 2n }], "other", '[1,{"a":"2"}]'],
  ])("%s as %s is %s", (value, kind, text) => expect(cellOf(value, kind)).toBe(text));
});
