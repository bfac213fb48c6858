export { formatDate, parseTime } from "./schedule/date-text.ts";
export type { Interval, Range } from "./schedule/interval.ts";
export { BrokenConfiguration } from "./settings/read-configuration.ts";
export type { ReportSettings, ReportType } from "./settings/report-settings.ts";
export { hiveProgram } from "./sources/hive-program.ts";
export { MariaDbSource } from "./sources/mariadb-source.ts";
export { openedEngine, OpenedSource } from "./sources/opened-source.ts";
export { scripts } from "./sources/scripts.ts";
export type { Source, Task } from "./sources/source.ts";
export type { IntervalRun } from "./run/interval-run.ts";
export {
  type DirectoryOptions,
  type DirectoryReport,
  runDirectory,
  UnknownReport,
} from "./directory/run-directory.ts";
export { writeParquet } from "./table/parquet.ts";
export { openHive, openLakeSession, openTrino } from "@addendum/warehouse";
export { readConfiguration } from "./settings/read-configuration.ts";
export { type SmokeReport, smokeReport } from "./smoke/smoke-report.ts";
export { loadEvents, openBinder, spoofEvents } from "@addendum/warehouse";
export { SpoofedMariaDb } from "./smoke/spoofed-mariadb.ts";
