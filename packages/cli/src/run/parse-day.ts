/**
 * The beginning of a day in UTC, YYYY-MM-DD, in milliseconds since the epoch; undefined if the calendar has no such
 * day.
 */
export function parseDay(text: string): number | undefined {
  const time = Date.parse(text);
  const isDay = !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text;
  return isDay ? time : undefined;
}
