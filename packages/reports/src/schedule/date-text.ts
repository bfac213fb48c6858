import type { Granularity } from "./interval.ts";

/** `2021-01-16`. */
export function formatDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** A date for the first column: `2021-01-16`, of hours `2021-01-16 05:00:00`. */
export function formatDate(time: number, granularity: Granularity): string {
  const text = new Date(time).toISOString();
  return granularity === "hours" ? `${text.slice(0, 10)} ${text.slice(11, 19)}` : text.slice(0, 10);
}

/** `20210116000000`, as MediaWiki’s tables have it. */
export function formatTimestamp(time: number): string {
  return new Date(time).toISOString().slice(0, 19).replaceAll(/[-:T]/g, "");
}

const dayPattern = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const timePattern = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2})(?::(\d{2}))?(?::(\d{2}))?(?:\.\d+)?)? ?Z?$/;

/** A day as text, months and days also without a leading zero. Source: Python’s strptime, `%Y-%m-%d`. */
export function parseDay(text: string): number | undefined {
  const match = dayPattern.exec(text);
  return match === null ? undefined : exact(match);
}

/** A moment as text, in UTC: a day, or a day and a time. */
export function parseTime(text: string): number | undefined {
  const match = timePattern.exec(text.trim());
  return match === null ? undefined : exact(match);
}

/**
 * The date of a row.
 * @param isTyped whether an engine gave it, which may write a date with a time of day; a script writes the date alone
 */
export function parseRowDate(text: string, granularity: Granularity, isTyped: boolean): number | undefined {
  if (granularity === "hours") {
    const time = parseTime(text);
    return time === undefined || time % 3_600_000 !== 0 || !/[ T]/.test(text) ? undefined : time;
  }
  const day = parseDay(text);
  if (day !== undefined || !isTyped) return day;
  const time = parseTime(text);
  return time === undefined ? undefined : time - (((time % 86_400_000) + 86_400_000) % 86_400_000);
}

/** Undefined for the 30th of February. */
function exact([, ...parts]: RegExpExecArray): number | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map((part) =>
    Number(part ?? 0),
  );
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  const isExact =
    date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  return isExact && year > 0 ? date.getTime() : undefined;
}
