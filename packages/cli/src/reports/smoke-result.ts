import type * as Reports from "@addendum/reports";
import { plural } from "../report/count.ts";
import { printable } from "../report/text.ts";
import type { Invocation } from "../run/arguments.ts";

/** The result of a smoke run, as it is printed in JSON. */
export function smokeOf(
  { report, interval, exploded, columns, rows, rowCount, reads, problem }: Reports.SmokeReport,
  { formatDate }: typeof Reports,
) {
  return {
    report: report.key,
    exploded: Object.fromEntries(exploded),
    start: formatDate(interval.start, report.granularity),
    end: formatDate(interval.end, report.granularity),
    status: problem === undefined ? "done" : problem.isFailure ? "failed" : "left",
    ...(problem !== undefined && { reason: problem.reason }),
    columns,
    rows,
    rowCount,
    reads: reads?.read ?? report.reads.map((name) => ({ path: name.split(".") })),
    mayRead: reads?.mayRead ?? [],
    undeclared: reads?.undeclared ?? [],
  };
}

/** Prints a smoke run as text: its first rows, and the fields that the query reads. */
export function printSmoke(
  { terminal }: Invocation,
  result: Reports.SmokeReport,
  { formatDate }: typeof Reports,
): void {
  const { report, interval, exploded, columns, rows, rowCount, reads, problem } = result;
  const name = [report.key, ...exploded.values()].join(" ");
  terminal.out(`${terminal.paint("bold", `${name}, ${formatDate(interval.start, report.granularity)}`)}\n`);
  if (problem !== undefined)
    terminal.out(`  ${problem.isFailure ? "failed" : "not run"}: ${problem.reason}\n`);
  else {
    const lines = [columns, ...rows.slice(0, 5).map((row) => row.map((cell) => cell ?? "NULL"))];
    for (const line of lines) terminal.out(`  ${line.map(printable).join("  ")}\n`);
    if (rowCount > 5) terminal.out(`  … ${plural(rowCount, "row")}\n`);
  }
  const list = (fields: readonly { readonly table: string; readonly path: readonly string[] }[]) =>
    fields.map(({ table, path }) => [table, ...path].join(".")).join(", ");
  if (reads === undefined) {
    if (report.reads.length > 0) terminal.out(`  reads, as it says: ${report.reads.join(", ")}\n`);
  } else {
    if (reads.read.length > 0) terminal.out(`  reads ${list(reads.read)}\n`);
    if (reads.mayRead.length > 0) terminal.out(`  may read ${list(reads.mayRead)}\n`);
    if (reads.unknownTables.length > 0)
      terminal.out(`  reads tables of no schema: ${reads.unknownTables.join(", ")}\n`);
  }
  terminal.out("\n");
}
