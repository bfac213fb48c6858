import { describe, expect, test } from "vitest";
import { formatDate, parseDay, parseRowDate, parseTime } from "./date-text.ts";
import { granularities, type Granularity, pruneUpTo, scheduledIntervals, truncate } from "./interval.ts";

const time = (text: string) => parseTime(text) as number;
const starts = (granularity: Granularity, from: string, now: string, more = {}, range = {}) =>
  [
    ...scheduledIntervals(
      { granularity, starts: time(from), lag: 0, maxDataPoints: undefined, ...more },
      time(now),
      range,
    ),
  ].map(({ start }) => formatDate(start, granularity));

describe("intervals", () => {
  test("are half-open, and follow each other without a gap", () => {
    for (const granularity of granularities) {
      const list = [
        ...scheduledIntervals(
          { granularity, starts: time("2023-11-20"), lag: 0, maxDataPoints: undefined },
          time("2024-03-05"),
        ),
      ];
      expect(list.length).toBeGreaterThan(2);
      for (const [index, { start, end }] of list.entries()) {
        expect(truncate(start, granularity)).toBe(start);
        expect(end).toBeGreaterThan(start);
        if (index > 0) expect(list[index - 1]?.end).toBe(start);
      }
      expect(list.at(-1)?.end).toBeLessThanOrEqual(time("2024-03-05"));
    }
  });

  test.each<[string, Granularity, string, string]>([
    ["a Wednesday", "weeks", "2026-03-04", "2026-03-01"],
    ["a Sunday", "weeks", "2026-03-01", "2026-03-01"],
    ["a Saturday", "weeks", "2026-02-28", "2026-02-22"],
    ["a leap day", "months", "2024-02-29", "2024-02-01"],
    ["before 1970", "weeks", "1969-12-30", "1969-12-28"],
  ])("%s of %s begins before", (_, granularity, moment, start) => {
    expect(formatDate(truncate(time(moment), granularity), granularity)).toBe(start);
  });

  test("the last of them, where so many are stored", () => {
    expect(starts("months", "2020-01-01", "2026-03-31", { maxDataPoints: 2 })).toEqual([
      "2026-01-01",
      "2026-02-01",
    ]);
  });

  test.each<[Granularity, number, string, string]>([
    ["days", 3, "2026-03-04", "2026-03-01"],
    ["weeks", 1, "2026-03-07", "2026-02-28"],
    ["months", 1, "2026-03-31", "2026-02-28"],
    ["months", 2, "2026-03-01", "2026-01-01"],
    ["months", 1, "2026-03-15", "2026-02-15"],
  ])("of %s, %i are stored: up to %s, those behind %s", (granularity, maxDataPoints, latest, upTo) => {
    expect(pruneUpTo({ granularity, maxDataPoints }, time(latest))).toBe(time(upTo));
  });

  test("a range limits them, and then the lag does not count", () => {
    const lag = 5 * 3_600_000;
    expect(starts("days", "2026-03-01", "2026-03-04T01:00:00Z", { lag })).toEqual([
      "2026-03-01",
      "2026-03-02",
    ]);
    const range = { start: time("2026-03-02"), end: time("2026-03-04") };
    expect(starts("days", "2026-03-01", "2026-03-04T01:00:00Z", { lag }, range)).toEqual([
      "2026-03-02",
      "2026-03-03",
    ]);
    // Half a week is none.
    expect(
      starts("weeks", "2026-02-01", "2026-04-01", {}, { start: time("2026-03-03"), end: time("2026-03-17") }),
    ).toEqual(["2026-03-08"]);
  });

  test("the time that a range ends in is not complete", () => {
    expect(starts("days", "2026-03-01", "2026-03-02T12:00:00Z", {}, { end: time("2026-03-09") })).toEqual([
      "2026-03-01",
    ]);
  });
});

describe("dates as text", () => {
  test.each([
    ["2026-01-31", true],
    ["2026-1-9", true],
    ["2026-02-30", false],
    ["26-01-01", false],
    ["2026-01-31 ", false],
    ["20260131", false],
  ])("%j", (text, isDay) => expect(parseDay(text) !== undefined).toBe(isDay));

  test("an engine may give a time of day, a script may not", () => {
    expect(parseRowDate("2026-01-31 00:00:00", "days", true)).toBe(time("2026-01-31"));
    expect(parseRowDate("2026-01-31 00:00:00", "days", false)).toBeUndefined();
    expect(parseRowDate("2026-01-31 05:00:00", "hours", false)).toBe(time("2026-01-31T05:00:00Z"));
    expect(parseRowDate("2026-01-31 05:30:00", "hours", true)).toBeUndefined();
    expect(parseRowDate("2026-01-31", "hours", true)).toBeUndefined();
  });
});
