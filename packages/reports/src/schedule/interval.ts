/** How long the intervals of a report are. */
export type Granularity = "hours" | "days" | "weeks" | "months";

export const granularities: readonly Granularity[] = ["hours", "days", "weeks", "months"];

/** Half-open, in milliseconds since 1970, UTC. */
export interface Interval {
  readonly start: number;
  readonly end: number;
}

const hour = 3_600_000;
const day = 24 * hour;

/** The start of the interval that a moment is in. Weeks begin on Sunday. Source: ReportUpdater’s selector. */
export function truncate(time: number, granularity: Granularity): number {
  const startOfDay = Math.floor(time / day) * day;
  switch (granularity) {
    case "hours":
      return Math.floor(time / hour) * hour;
    case "days":
      return startOfDay;
    case "weeks":
      return startOfDay - new Date(startOfDay).getUTCDay() * day;
    case "months": {
      const date = new Date(time);
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
    }
  }
}

/** @param start of an interval */
export function addIntervals(start: number, granularity: Granularity, count: number): number {
  switch (granularity) {
    case "hours":
      return start + count * hour;
    case "days":
      return start + count * day;
    case "weeks":
      return start + 7 * count * day;
    case "months": {
      const date = new Date(start);
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + count, 1);
    }
  }
}

/** What decides which intervals of a report are due. */
export interface Schedule {
  readonly granularity: Granularity;
  /** Milliseconds since 1970. */
  readonly starts: number;
  /** Milliseconds to wait after the end of an interval. */
  readonly lag: number;
  /** How many of the last intervals are computed and stored; undefined: all. */
  readonly maxDataPoints: number | undefined;
}

/** The interval that a caller sets, who then has to know that its data is complete. */
export interface Range {
  readonly start?: number;
  /** Exclusive. */
  readonly end?: number;
}

/**
 * The intervals that a report should have at a moment, the earliest first: complete ones, from its start on, or the
 * last `maxDataPoints`. With a range, the lag does not count.
 */
export function* scheduledIntervals(schedule: Schedule, now: number, range: Range = {}): Generator<Interval> {
  const { granularity, starts, lag, maxDataPoints } = schedule;
  const isRanged = range.start !== undefined || range.end !== undefined;
  const last = addIntervals(truncate(now - (isRanged ? 0 : lag), granularity), granularity, -1);
  let first = truncate(starts, granularity);
  if (maxDataPoints !== undefined)
    first = Math.max(first, addIntervals(last, granularity, 1 - maxDataPoints));
  if (range.start !== undefined) {
    const asked = truncate(range.start, granularity);
    first = Math.max(first, asked < range.start ? addIntervals(asked, granularity, 1) : asked);
  }
  for (let start = first; start <= last;) {
    const end = addIntervals(start, granularity, 1);
    if (range.end !== undefined && end > range.end) return;
    yield { start, end };
    start = end;
  }
}

/**
 * Rows up to this date, inclusive, are no longer stored once something is written; undefined: none. The latest date may
 * lie within an interval, since a week may have a row for each day. Source: ReportUpdater’s writer.
 */
export function pruneUpTo(
  { granularity, maxDataPoints }: Pick<Schedule, "granularity" | "maxDataPoints">,
  latest: number,
): number | undefined {
  if (maxDataPoints === undefined) return undefined;
  if (granularity !== "months") return addIntervals(latest, granularity, -maxDataPoints);
  // A month before the 31st of March is the last day of February.
  const first = addIntervals(latest, granularity, -maxDataPoints);
  const last = addIntervals(first, granularity, 1) - day;
  return Math.min(first + latest - truncate(latest, granularity), last);
}
