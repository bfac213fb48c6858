import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseDay } from "../schedule/date-text.ts";

/** A file that asks for dates of reports to be computed again. */
export interface Rerun {
  readonly file: string;
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  readonly reports: readonly string[];
}

/** A rerun file that cannot be read; it is not removed. */
export interface BrokenRerun {
  readonly file: string;
  readonly reason: string;
}

/** The rerun files of a directory: a start, an end, and reports, one a line. Source: ReportUpdater’s `rerun_reports`. */
export function readReruns(directory: string): {
  readonly reruns: readonly Rerun[];
  readonly broken: readonly BrokenRerun[];
} {
  const folder = join(directory, ".reruns");
  let names: readonly string[];
  try {
    names = readdirSync(folder).sort();
  } catch {
    return { reruns: [], broken: [] };
  }
  const reruns: Rerun[] = [];
  const broken: BrokenRerun[] = [];
  for (const name of names) {
    const file = join(folder, name);
    const found = readRerun(file);
    if (typeof found === "string") broken.push({ file, reason: found });
    else reruns.push(found);
  }
  return { reruns, broken };
}

function readRerun(file: string): Rerun | string {
  let text: string;
  try {
    if (!statSync(file).isFile()) return "it is not a file";
    text = readFileSync(file, "utf8");
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? (error as Error).message;
  }
  const [first = "", second = "", ...others] = text.split(/\r\n|\n|\r/).map((line) => line.trim());
  const start = parseDay(first);
  const end = parseDay(second);
  if (start === undefined) return `its first line, “${first}”, is not a date`;
  if (end === undefined) return `its second line, “${second}”, is not a date`;
  return { file, start, end, reports: others.filter((line) => line !== "") };
}

/** Removes a rerun that was done. */
export function removeRerun({ file }: Rerun): void {
  rmSync(file, { force: true });
}
