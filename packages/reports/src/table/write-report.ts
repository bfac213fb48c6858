import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import type { Granularity } from "../schedule/interval.ts";
import { type ByteText, formatRow } from "./cells.ts";
import { type HeaderMerge, rewriteRow } from "./header.ts";
import { readRows, type ReportContents, type StoredRow } from "./report-file.ts";

/** Rows by date, each with its line end and all columns of the header. */
export interface NewRows {
  readonly dates: readonly number[];
  has(date: number): boolean;
  blocks(date: number): Iterable<ByteText>;
}

export interface ReportWrite {
  /** Of the file, absolute. */
  readonly path: string;
  readonly granularity: Granularity;
  /** What the file contains now. */
  readonly contents: ReportContents;
  readonly header: HeaderMerge;
  /** They replace the rows of their dates. */
  readonly spool: NewRows;
  /** Earlier rows up to this date are dropped; undefined: none. */
  readonly pruneUpTo: number | undefined;
}

/**
 * Writes a report’s file anew: earlier rows and new ones, in the order of their dates. The file is the old or the new
 * one at every moment.
 */
export function writeReport({ path, granularity, contents, header, spool, pruneUpTo }: ReportWrite): void {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.tmp`;
  const output = new Output(temporary);
  try {
    output.write(`${formatRow(header.header)}\r\n`);
    const fresh = [...spool.dates].sort((a, b) => a - b);
    let next = 0;
    const writeFresh = (before: number) => {
      for (; next < fresh.length && (fresh[next] as number) < before; next++) {
        for (const block of spool.blocks(fresh[next] as number)) output.write(block);
      }
    };
    for (const { date, text } of earlierRows(path, granularity, contents)) {
      if (spool.has(date) || (pruneUpTo !== undefined && date <= pruneUpTo)) continue;
      writeFresh(date);
      output.write(`${rewriteRow(text, header)}\r\n`);
    }
    writeFresh(Number.POSITIVE_INFINITY);
    output.finish();
    renameSync(temporary, path);
  } catch (error) {
    output.abandon();
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** By date; those of one date in their order. Only a file that another program wrote has to be sorted. */
function earlierRows(
  path: string,
  granularity: Granularity,
  { isSorted }: ReportContents,
): Iterable<StoredRow> {
  const rows = readRows(path, granularity);
  return isSorted ? rows : [...rows].sort((a, b) => a.date - b.date);
}

/** A file that is written in large pieces. */
class Output {
  private descriptor: number | undefined;
  private pieces: string[] = [];
  private size = 0;

  constructor(path: string) {
    this.descriptor = openSync(path, "w");
  }

  write(text: ByteText): void {
    this.pieces.push(text);
    this.size += text.length;
    if (this.size > 1 << 20) this.flush();
  }

  finish(): void {
    this.flush();
    fsyncSync(this.descriptor as number);
    this.abandon();
  }

  abandon(): void {
    const { descriptor } = this;
    this.descriptor = undefined;
    if (descriptor !== undefined) closeSync(descriptor);
  }

  private flush(): void {
    const bytes = Buffer.from(this.pieces.join(""), "latin1");
    this.pieces = [];
    this.size = 0;
    for (let at = 0; at < bytes.length;) at += writeSync(this.descriptor as number, bytes, at);
  }
}
