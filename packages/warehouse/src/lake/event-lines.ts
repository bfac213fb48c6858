import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";

/** A line of a file of events. */
export interface EventLine {
  /** Counted from 1. */
  readonly number: number;
  /** Where it begins, in bytes of the text, compressed or not. */
  readonly offset: number;
  /** Its bytes without the line end; undefined if there are more than may be read. */
  readonly bytes: Buffer | undefined;
  /** How many bytes it has, its end aside. */
  readonly length: number;
}

/** The part of a file that is read. */
export interface LineRange {
  readonly path: string;
  readonly isCompressed: boolean;
  /** The first byte of the text that is read. */
  readonly from: number;
  /** The first that is not; undefined: to the end. */
  readonly to: number | undefined;
  /** How many lines come before. */
  readonly linesBefore: number;
}

const newline = 10;

/**
 * The lines of a range, in blocks. A last line without an end is not given: it may still be written. No line is held in
 * memory that is longer than may be read. Throws what reading throws; a compressed file that was cut off ends with an
 * error after its last whole line.
 */
export async function* eventLines(range: LineRange, limit: number): AsyncGenerator<readonly EventLine[]> {
  const stream = open(range);
  let [number, offset] = [range.linesBefore, range.from];
  /** The outcome of a line that continues, and its length, however much of it is kept. */
  let rest: Buffer[] = [];
  let restLength = 0;
  let position = range.isCompressed ? 0 : range.from;
  for await (const block of stream as AsyncIterable<Buffer>) {
    let start = 0;
    // A compressed text is read from its beginning.
    if (position < range.from) start = Math.min(block.length, range.from - position);
    let end = block.length;
    if (range.to !== undefined) end = Math.min(end, Math.max(start, range.to - position));
    const lines: EventLine[] = [];
    for (let at = block.indexOf(newline, start); at !== -1 && at < end; at = block.indexOf(newline, start)) {
      const length = restLength + at - start;
      const isHeld = length <= limit;
      const last = block.subarray(start, at);
      const bytes = !isHeld ? undefined : rest.length === 0 ? last : Buffer.concat([...rest, last]);
      lines.push({ number: ++number, offset, bytes, length });
      offset += length + 1;
      rest = [];
      restLength = 0;
      start = at + 1;
    }
    if (start < end) {
      restLength += end - start;
      if (restLength <= limit) rest.push(Buffer.from(block.subarray(start, end)));
      else rest = [];
    }
    position += block.length;
    if (lines.length > 0) yield lines;
    if (range.to !== undefined && position >= range.to) break;
  }
  stream.destroy();
}

function open({ path, isCompressed, from, to }: LineRange): Readable {
  if (isCompressed) {
    const file = createReadStream(path, { highWaterMark: 1 << 20 });
    const text = createGunzip({ chunkSize: 1 << 20 });
    file.on("error", (error) => text.destroy(error));
    text.on("close", () => file.destroy());
    return file.pipe(text);
  }
  return createReadStream(path, {
    highWaterMark: 1 << 20,
    start: from,
    ...(to !== undefined && to > from && { end: to - 1 }),
  });
}
