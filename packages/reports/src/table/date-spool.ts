import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ByteText } from "./cells.ts";

/** How many characters stay in memory before rows go to the disk. */
const memoryLimit = 4 << 20;

interface Part {
  rows: ByteText[];
  /** The file that contains the earlier rows. */
  descriptor: number | undefined;
  bytes: number;
}

/** New rows by date, in the order in which they came. Many rows lie on the disk, so memory does not grow with them. */
export class DateSpool {
  private readonly parts = new Map<number, Part>();
  private directory: string | undefined;
  private size = 0;

  /** @param row with its line end */
  add(date: number, row: ByteText): void {
    let part = this.parts.get(date);
    if (part === undefined) {
      part = { rows: [], descriptor: undefined, bytes: 0 };
      this.parts.set(date, part);
    }
    part.rows.push(row);
    this.size += row.length;
    if (this.size > memoryLimit) this.spill();
  }

  /** The dates that have rows. */
  get dates(): readonly number[] {
    return [...this.parts.keys()];
  }

  has(date: number): boolean {
    return this.parts.has(date);
  }

  /** The rows of a date, in blocks of text. */
  *blocks(date: number): Generator<ByteText> {
    const part = this.parts.get(date);
    if (part === undefined) return;
    if (part.descriptor !== undefined) {
      const buffer = Buffer.allocUnsafe(1 << 18);
      for (let at = 0; at < part.bytes;) {
        const count = readSync(part.descriptor, buffer, 0, buffer.length, at);
        if (count === 0) break;
        yield buffer.toString("latin1", 0, count);
        at += count;
      }
    }
    if (part.rows.length > 0) yield part.rows.join("");
  }

  /** Removes what is on the disk. */
  close(): void {
    for (const { descriptor } of this.parts.values()) if (descriptor !== undefined) closeSync(descriptor);
    if (this.directory !== undefined) rmSync(this.directory, { recursive: true, force: true });
    this.parts.clear();
    this.directory = undefined;
  }

  private spill(): void {
    this.directory ??= mkdtempSync(join(tmpdir(), "addendum-report-"));
    for (const [date, part] of this.parts) {
      if (part.rows.length === 0) continue;
      part.descriptor ??= openSync(join(this.directory, String(date)), "w+");
      const bytes = Buffer.from(part.rows.join(""), "latin1");
      for (let at = 0; at < bytes.length;)
        at += writeSync(part.descriptor, bytes, at, bytes.length - at, part.bytes + at);
      part.bytes += bytes.length;
      part.rows = [];
    }
    this.size = 0;
  }
}
