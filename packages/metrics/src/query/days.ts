import type { Dialect } from "./dialect.ts";

/** Which days a query is about, and how its rows say which of them is theirs. */
export interface Days {
  /** The first column of the result. */
  readonly column: string;
  /** The day of an event, where a result has several. */
  readonly ofEvent: string | undefined;
  /** Which events are read, by the partitions that every table of events has. */
  readonly conditions: readonly string[];
  /** Whether the day of a row of the result is before another one, YYYY-MM-DD. */
  isBefore(day: string): string;
  /** Whether the day of an event is. */
  eventIsBefore(day: string): string;
}

/** A span of days, YYYY-MM-DD. Without an end it has all that there are. */
export interface DaySpan {
  /** The first day. */
  readonly from?: string;
  /** The last day, which belongs to it. */
  readonly to?: string;
}

/** The day for which a report runs: placeholders of its template. */
export function dayOfReport({ date, day, isBefore, name }: Dialect): Days {
  return {
    column: `${date} AS ${name("date")}`,
    ofEvent: undefined,
    conditions: [day],
    isBefore,
    eventIsBefore: isBefore,
  };
}

/** Each day of a span: a column `date`, made from the partitions. */
export function daysOfSpan({ eventDay, dayLiteral, name }: Dialect, { from, to }: DaySpan): Days {
  const column = name("date");
  return {
    column,
    ofEvent: eventDay,
    conditions: [
      ...(from === undefined ? [] : [`${eventDay} >= ${dayLiteral(checked(from))}`]),
      ...(to === undefined ? [] : [`${eventDay} <= ${dayLiteral(checked(to))}`]),
    ],
    isBefore: (day) => `${column} < ${dayLiteral(day)}`,
    eventIsBefore: (day) => `${eventDay} < ${dayLiteral(day)}`,
  };
}

/** Throws a RangeError for what is not a day: it is in SQL as it is. */
function checked(day: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) throw new RangeError(`“${day}” is not a day, YYYY-MM-DD`);
  return day;
}
