import { formatDay, formatTimestamp } from "../schedule/date-text.ts";
import type { ReportType } from "../settings/report-settings.ts";
import type { SqlValues } from "../template/fill-sql.ts";
import type { Task } from "./source.ts";

const every = [
  "from_timestamp",
  "to_timestamp",
  "from_date",
  "to_date",
  "from_dt",
  "to_dt",
  "year",
  "month",
  "day",
  "hour",
] as const;
type Name = (typeof every)[number];

/** What each type of report can ask for. SQL and Hive have what ReportUpdater gave them. */
const namesOf: Readonly<Record<Exclude<ReportType, "script">, readonly Name[]>> = {
  sql: ["from_timestamp", "to_timestamp"],
  hive: ["from_date", "to_date", "year", "month", "day"],
  duckdb: every,
  trino: every,
};

/** The values of a query’s placeholders: those of the interval, and of its dimensions. */
export function placeholderValues({ report, interval, exploded }: Task): SqlValues {
  const { start, end } = interval;
  const text = new Date(start).toISOString();
  const all: Readonly<Record<Name, string>> = {
    from_timestamp: formatTimestamp(start),
    to_timestamp: formatTimestamp(end),
    from_date: formatDay(start),
    to_date: formatDay(end),
    from_dt: `${text.slice(0, 19)}Z`,
    to_dt: `${new Date(end).toISOString().slice(0, 19)}Z`,
    year: text.slice(0, 4),
    month: text.slice(5, 7),
    day: text.slice(8, 10),
    hour: text.slice(11, 13),
  };
  const names = report.type === "script" ? [] : namesOf[report.type];
  const hours: readonly Name[] = report.granularity === "hours" ? ["hour"] : [];
  return {
    own: new Map([...names, ...hours].map((name) => [name, all[name]])),
    given: exploded,
  };
}
