import { join } from "node:path";
import type { Dimension, ReportSettings } from "../settings/report-settings.ts";

/** Dimension → value, by each combination of values; one empty combination where a report is not exploded. */
export function* combinationsOf(dimensions: readonly Dimension[]): Generator<ReadonlyMap<string, string>> {
  const [first, ...others] = dimensions;
  if (first === undefined) {
    yield new Map();
    return;
  }
  for (const value of first.values) {
    for (const rest of combinationsOf(others)) yield new Map([[first.name, value], ...rest]);
  }
}

/** The file of a report, or of one of its combinations, below the output. Source: ReportUpdater’s utils. */
export function fileOf(out: string, report: ReportSettings, exploded: ReadonlyMap<string, string>): string {
  return `${join(out, report.key, ...exploded.values())}.tsv`;
}

/** Why a combination can have no file; undefined if it can. */
export function pathProblem(exploded: ReadonlyMap<string, string>): string | undefined {
  for (const [name, value] of exploded) {
    const shown = `the value ${JSON.stringify(value)} of “${name}”`;
    if (value === "." || value === "..") return `${shown} is the name of a directory`;
    if (/[/\p{Cc}]/u.test(value)) return `${shown} cannot be part of a file’s name`;
    if (Buffer.byteLength(value) > 240) return `${shown} is too long for a file’s name`;
  }
  return undefined;
}
