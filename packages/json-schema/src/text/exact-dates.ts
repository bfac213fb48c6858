import yaml from "js-yaml";

/** Source: YAML 1.1, the type `timestamp`. */
const timestamp = /^(\d{4})-(\d\d?)-(\d\d?)(?:(?:[Tt]|[ \t]+)(\d\d?):(\d\d):(\d\d).*)?$/;

/**
 * Reads a date that no calendar has, such as 2026-02-30, as the text that it is; by itself, the parser makes 2 March of
 * it. Every other date is what the parser makes of it.
 */
export const exactDates = new yaml.Schema({
  include: [yaml.DEFAULT_SAFE_SCHEMA],
  implicit: [
    new yaml.Type("tag:yaml.org,2002:timestamp", {
      kind: "scalar",
      resolve: (text: string | null) =>
        text !== null && timestamp.test(text) && yaml.safeLoad(text) instanceof Date,
      construct: (text: string) => (exists(text) ? yaml.safeLoad(text) : text),
    }),
  ],
});

function exists(text: string): boolean {
  const [, ...parts] = timestamp.exec(text) as RegExpExecArray;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts.map((part) =>
    Number(part ?? 0),
  );
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const isDay = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isDay && hour < 24 && minute < 60 && second < 60;
}
