/** The beginning of a day in UTC, YYYY-MM-DD, in milliseconds since the epoch; undefined for what no calendar has. */
export function parseDay(text: string): number | undefined {
  const time = Date.parse(text);
  const isDay = !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text;
  return isDay ? time : undefined;
}
