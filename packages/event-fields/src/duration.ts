/** Days of a unit; a month and a year are counted as long as they can be, so that nothing is deleted too early. */
const units: Readonly<Record<string, number>> = { hour: 1 / 24, day: 1, week: 7, month: 31, year: 366 };

/**
 * How many days something may be stored: `90 days`, `1 week`, `P90D`, `P1Y6M`, `PT12H`. `none` is 0, since it may not
 * be stored at all. Undefined if the text is not a duration. Source of the second form: ISO 8601-1 §5.5.2.
 */
export function parseDuration(text: string): number | undefined {
  if (text === "none") return 0;
  const words = /^(\d{1,6}) (hour|day|week|month|year)s?$/.exec(text.trim());
  if (words !== null) return Number(words[1]) * (units[words[2] as string] as number);
  const iso = /^P(?=.)(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,6})D)?(?:T(\d{1,6})H)?$/.exec(
    text.trim(),
  );
  if (iso === null || iso.slice(1).every((part) => part === undefined)) return undefined;
  const [years, months, weeks, days, hours] = iso.slice(1).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return 366 * years + 31 * months + 7 * weeks + days + hours / 24;
}
