import type { Dialect } from "@addendum/query-fields";
import type { ReportType } from "../settings/report-settings.ts";

/** The language that the query of each type of report is written in. */
export const queryDialects: Readonly<Record<Exclude<ReportType, "script">, Dialect>> = {
  sql: "mariadb",
  hive: "hive",
  duckdb: "duckdb",
  trino: "trino",
};
