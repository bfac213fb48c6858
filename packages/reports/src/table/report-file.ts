import { closeSync, openSync, readSync } from "node:fs";
import type { Granularity } from "../schedule/interval.ts";
import { parseRowDate } from "../schedule/date-text.ts";
import { type ByteText, fromBytes, parseRow, RowReader } from "./cells.ts";

/** A report's file cannot be read, so it is not changed. */
export class UnreadableReport extends Error {}

/** A row of a report’s file. */
export interface StoredRow {
  /** The date of its first cell, in milliseconds since 1970. */
  readonly date: number;
  /** As it is in the file, without its line end. */
  readonly text: ByteText;
}

const chunkBytes = 1 << 18;

/** The lines of a file, blank ones left out; nothing where there is no file. */
export function* readLines(path: string): Generator<ByteText> {
  let descriptor: number;
  try {
    descriptor = openSync(path, "r");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  try {
    const reader = new RowReader();
    const buffer = Buffer.allocUnsafe(chunkBytes);
    for (;;) {
      const count = readSync(descriptor, buffer, 0, chunkBytes, null);
      const rows = count === 0 ? reader.end() : reader.push(buffer.toString("latin1", 0, count));
      for (const row of rows) if (row !== "") yield row;
      if (count === 0) return;
    }
  } finally {
    closeSync(descriptor);
  }
}

/** The header of a report’s file; undefined if there is none. */
export function readHeader(path: string): readonly ByteText[] | undefined {
  for (const line of readLines(path)) return parseRow(line);
  return undefined;
}

/** Dates by their text: the files of a directory have the same ones. */
const knownDates = new Map<string, number>();
const mostKnownDates = 20_000;

function dateOf(text: string, granularity: Granularity): number | undefined {
  const key = granularity === "hours" ? `h${text}` : text;
  let date = knownDates.get(key);
  if (date !== undefined) return date;
  date = parseRowDate(text, granularity, false);
  if (date !== undefined && knownDates.size < mostKnownDates) knownDates.set(key, date);
  return date;
}

/** The rows of a report’s file, in their order. Throws {@link UnreadableReport} for a row without a date. */
export function* readRows(path: string, granularity: Granularity): Generator<StoredRow> {
  const lines = readLines(path);
  // The header.
  lines.next();
  yield* rowsOf(lines, path, granularity);
}

function* rowsOf(lines: Iterable<ByteText>, path: string, granularity: Granularity): Generator<StoredRow> {
  let lastText = "";
  let lastDate = 0;
  for (const text of lines) {
    const tab = text.indexOf("\t");
    const first = text.startsWith('"')
      ? (parseRow(text)[0] as string)
      : tab === -1
        ? text
        : text.slice(0, tab);
    // Rows of one date follow each other.
    if (first !== lastText) {
      const date = dateOf(first, granularity);
      if (date === undefined) {
        throw new UnreadableReport(
          `${path} has a row whose first cell, ${JSON.stringify(fromBytes(first))}, is not a date`,
        );
      }
      [lastText, lastDate] = [first, date];
    }
    yield { date: lastDate, text };
  }
}

/** The contents of a report's file. */
export interface ReportContents {
  /** Undefined if there is no file, or an empty one. */
  readonly header: readonly ByteText[] | undefined;
  readonly dates: ReadonlySet<number>;
  /** Whether its rows are in the order of their dates, as they are written. */
  readonly isSorted: boolean;
}

/** Throws {@link UnreadableReport}. */
export function inspectReport(path: string, granularity: Granularity): ReportContents {
  const lines = readLines(path);
  const first = lines.next();
  const header = first.done === true ? undefined : parseRow(first.value);
  const dates = new Set<number>();
  let isSorted = true;
  let latest = Number.NEGATIVE_INFINITY;
  for (const { date } of rowsOf(lines, path, granularity)) {
    if (date === latest) continue;
    if (date < latest || dates.has(date)) isSorted = false;
    latest = Math.max(latest, date);
    dates.add(date);
  }
  return { header, dates, isSorted };
}
