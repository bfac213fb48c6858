import { failedQuery, sqlOf } from "./engine-source.ts";
import { runProgram } from "./program.ts";
import type { Source } from "./source.ts";

/** Hive’s own client on the PATH, which ReportUpdater called: it has to print a header (`hive.cli.print.header`). */
export const hiveProgram: Source = {
  async run(task, signal) {
    try {
      return await runProgram("hive", ["-e", sqlOf(task)], signal);
    } catch (error) {
      throw failedQuery(error);
    }
  },
  close: () => Promise.resolve(),
};
