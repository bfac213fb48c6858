import { formatDate, parseRowDate } from "../schedule/date-text.ts";
import { pruneUpTo } from "../schedule/interval.ts";
import type { ByteText, Cell } from "../table/cells.ts";
import { EndlessRow, formatRow, fromBytes } from "../table/cells.ts";
import { DateSpool } from "../table/date-spool.ts";
import { type HeaderMerge, mergeHeaders, RaggedRow } from "../table/header.ts";
import { inspectReport, type ReportContents, UnreadableReport } from "../table/report-file.ts";
import { SpoolSet } from "../table/spool-set.ts";
import { writeReport } from "../table/write-report.ts";
import { FailedQuery, type Result, type Task } from "../sources/source.ts";
import { giveToGroup } from "./group.ts";

/** Milliseconds that results may wait for the next, by default: what a run that is killed computes again. */
const usualWait = 2000;

/** A result that waits to be written. */
interface Waiting {
  readonly task: Task;
  readonly rows: number;
  readonly milliseconds: number;
}

/** Collects the results of one file's intervals, and writes them soon, several at a time. */
export class FileWriter {
  private readonly file: string;
  private readonly settle: (waiting: Waiting, problem: string | undefined) => void;
  private waiting: Waiting[] = [];
  private spools = new SpoolSet();
  private contents: ReportContents | undefined;
  private header: { readonly own: readonly ByteText[]; readonly merged: HeaderMerge } | undefined;
  private readonly longestWait: number;
  private firstAt = 0;

  /**
   * @param settle hears of each result once it is written, or why it could not be
   * @param longestWait milliseconds that a result may wait for the next
   */
  constructor(
    file: string,
    settle: (waiting: Waiting, problem: string | undefined) => void,
    longestWait = usualWait,
  ) {
    this.file = file;
    this.settle = settle;
    this.longestWait = longestWait;
  }

  /**
   * Takes the result of an interval. Rejects with {@link FailedQuery} where it does not fit: nothing of it is written.
   */
  async take(task: Task, result: Result, began: number): Promise<void> {
    const { header } = result;
    if (header.length === 0) throw new FailedQuery("its result has no columns");
    if (this.header !== undefined && !isEqual(this.header.own, header)) this.flush();
    try {
      this.contents ??= inspectReport(this.file, task.report.granularity);
      this.header ??= { own: header, merged: mergeHeaders(this.contents.header, header) };
    } catch (error) {
      throw new FailedQuery(problemOf(error), { cause: error });
    }
    const spool = new DateSpool();
    try {
      const rows = await fill(spool, task, result, this.header.merged);
      this.spools.add(spool);
      this.waiting.push({ task, rows, milliseconds: Math.round(performance.now() - began) });
    } catch (error) {
      spool.close();
      if (error instanceof FailedQuery) throw error;
      throw new FailedQuery(problemOf(error), { cause: error });
    }
    if (this.waiting.length === 1) this.firstAt = began;
    if (performance.now() - this.firstAt >= this.longestWait) this.flush();
  }

  /** Writes what waits. */
  flush(): void {
    const { waiting, spools, contents, header } = this;
    this.waiting = [];
    this.spools = new SpoolSet();
    this.contents = undefined;
    this.header = undefined;
    const [first] = waiting;
    let problem: string | undefined;
    try {
      if (first === undefined || contents === undefined || header === undefined) return;
      const { report } = first.task;
      const latest = Math.max(...contents.dates, ...waiting.map(({ task }) => task.interval.start));
      writeReport({
        path: this.file,
        granularity: report.granularity,
        contents,
        header: header.merged,
        spool: spools,
        pruneUpTo: pruneUpTo(report, latest),
      });
      if (report.group !== undefined) problem = giveToGroup(this.file, report.group);
    } catch (error) {
      problem = problemOf(error);
    } finally {
      spools.close();
    }
    for (const one of waiting) this.settle(one, problem);
  }
}

/** Puts the rows of a result into a spool, by date; where there is none, one without values, so that it is done. */
async function fill(
  spool: DateSpool,
  { report, interval }: Task,
  { header, blocks }: Result,
  { missing }: HeaderMerge,
): Promise<number> {
  const { granularity, type } = report;
  const padding = Array.from({ length: missing }, () => null);
  let count = 0;
  let lastText: Cell = null;
  let lastDate = 0;
  let dateText = "";
  for await (const block of blocks) {
    for (const row of block) {
      count++;
      if (row.length !== header.length) {
        throw new FailedQuery(`row ${count} has ${row.length} cells, and the header has ${header.length}`);
      }
      const [first = null] = row;
      if (first !== lastText || count === 1) {
        lastDate = dateOf(first, count, report.granularity, type !== "script");
        if (lastDate < interval.start || lastDate >= interval.end) {
          throw new FailedQuery(
            `row ${count} is of ${formatDate(lastDate, granularity)}, which is outside the interval`,
          );
        }
        lastText = first;
        dateText = formatDate(lastDate, granularity);
      }
      spool.add(lastDate, `${formatRow([dateText, ...row.slice(1), ...padding])}\r\n`);
    }
  }
  if (count === 0) {
    const empty = Array.from({ length: header.length - 1 + missing }, () => null);
    spool.add(interval.start, `${formatRow([formatDate(interval.start, granularity), ...empty])}\r\n`);
  }
  return count;
}

function dateOf(
  cell: Cell,
  count: number,
  granularity: Task["report"]["granularity"],
  isTyped: boolean,
): number {
  const date = cell === null ? undefined : parseRowDate(fromBytes(cell), granularity, isTyped);
  if (date !== undefined) return date;
  const shown = cell === null ? "null" : JSON.stringify(fromBytes(cell).slice(0, 100));
  const wanted =
    granularity === "hours" ? "an hour, such as 2026-01-31 05:00:00" : "a date, such as 2026-01-31";
  throw new FailedQuery(`row ${count} begins with ${shown}, not with ${wanted}`);
}

/** What the world did, in words. Throws what is our own fault. */
function problemOf(error: unknown): string {
  if (error instanceof UnreadableReport || error instanceof EndlessRow || error instanceof RaggedRow)
    return error.message;
  const { code, path } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  const reasons: Readonly<Record<string, string>> = {
    ENOSPC: "the disk is full",
    EDQUOT: "the quota of the disk is used up",
    EACCES: "permission denied",
    EROFS: "the file system is read-only",
    ENOTDIR: "a file is where a directory should be",
    EISDIR: "a directory is where its file should be",
    ENAMETOOLONG: "its name is too long",
  };
  return `${path ?? "its file"} cannot be written: ${reasons[code] ?? code}`;
}

function isEqual(a: readonly ByteText[], b: readonly ByteText[]): boolean {
  return a.length === b.length && a.every((name, index) => name === b[index]);
}
