/** Milliseconds of an hour. */
const hourMs = 3_600_000;

/** An hour in UTC, as a table is partitioned. */
export interface Hour {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
}

/** Source: RFC 3339 §5.6. A leap second is not a time that engines know. */
const dateTime =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:\.\d+)?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;

/** Milliseconds since the epoch that a date-time names, its fraction of a second aside; undefined if it names none. */
export function parseTime(text: string): number | undefined {
  const match = dateTime.exec(text);
  if (match === null) return undefined;
  const [year, month, day, hours, minutes, seconds] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
  const time = new Date(0);
  time.setUTCFullYear(year, month - 1, day);
  // A day that the month does not have would be one of the next.
  if (time.getUTCMonth() !== month - 1 || time.getUTCDate() !== day) return undefined;
  const [offsetHours, offsetMinutes] = [Number(match[8] ?? 0), Number(match[9] ?? 0)];
  if (offsetHours > 23 || offsetMinutes > 59) return undefined;
  const offset = (match[7] === "-" ? -1 : 1) * (60 * offsetHours + offsetMinutes);
  return time.getTime() + 1000 * (3600 * hours + 60 * minutes + seconds) - 60_000 * offset;
}

/** The number of an hour since the epoch. */
export function hourNumber(time: number): number {
  return Math.floor(time / hourMs);
}

export function hourOf(number: number): Hour {
  const time = new Date(number * hourMs);
  return {
    year: time.getUTCFullYear(),
    month: time.getUTCMonth() + 1,
    day: time.getUTCDate(),
    hour: time.getUTCHours(),
  };
}

/** The directory of an hour below its table's: without leading zeros, as Hive and Spark write numbers. */
export function hourPath(number: number): string {
  const { year, month, day, hour } = hourOf(number);
  return `year=${year}/month=${month}/day=${day}/hour=${hour}`;
}

/** The number of the hour that a directory below a table's names; undefined if it names none. */
export function hourOfPath(path: string): number | undefined {
  const match = /^year=(\d{1,4})\/month=(\d{1,2})\/day=(\d{1,2})\/hour=(\d{1,2})$/.exec(path);
  if (match === null) return undefined;
  const [year, month, day, hour] = match.slice(1).map(Number) as [number, number, number, number];
  const number = hourNumber(Date.UTC(year, month - 1, day, hour));
  return hourPath(number) === path ? number : undefined;
}
