import { dirname } from "node:path";
import { formatDate, formatDay } from "../schedule/date-text.ts";
import { runProgram } from "./program.ts";
import { FailedQuery, type Source } from "./source.ts";

/**
 * Scripts, which get the start and the end of the interval, the values of the dimensions in the order of their names,
 * and the directory that they lie in. Source: ReportUpdater’s executor.
 */
export const scripts: Source = {
  run({ report, interval, exploded }, signal) {
    const { script, granularity } = report;
    if (script === undefined) throw new FailedQuery("a query is not a script");
    const text = (time: number) =>
      granularity === "hours" ? formatDate(time, granularity) : formatDay(time);
    const args = [text(interval.start), text(interval.end), ...exploded.values(), dirname(script)];
    return runProgram(script, args, signal);
  },
  close: () => Promise.resolve(),
};
