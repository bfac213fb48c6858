import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** The names that {@link FileSink} gives: hour and number. */
const ownName = /^\d{4}-\d\d-\d\dT\d\d\.[1-9]\d*\.ndjson$/;
const newline = 10;
const openBrace = 0x7b;
const blockBytes = 64 * 1024;
/** A line that is longer was not written by an intake in one go. */
const tornLimit = 512 * 1024 * 1024;
/** How long a file is watched before it counts as abandoned, in milliseconds. */
const watchMs = 300;

interface Torn {
  readonly name: string;
  readonly path: string;
  readonly size: number;
  readonly modified: number;
  /** Up to here there are whole lines. */
  readonly whole: number;
}

/**
 * Moves the half line that a killed intake left at the end of a file into a file beside it, `….ndjson.torn`, and
 * reports it. Only files that a {@link FileSink} names are examined, and only a line that is half an event is moved:
 * other files in the directory belong to other programs. A file that another intake is writing right now grows
 * meanwhile, and is left alone.
 */
export async function mendTornFiles(directory: string, report: (message: string) => void): Promise<void> {
  const look = () =>
    readdirSync(directory)
      .filter((name) => ownName.test(name))
      .flatMap((name) => {
        try {
          return findTorn(directory, name) ?? [];
        } catch (error) {
          report(
            `${name} cannot be checked for an incomplete line: ${(error as NodeJS.ErrnoException).code ?? ""}`,
          );
          return [];
        }
      });
  const before = look();
  if (before.length === 0) return;
  await sleep(watchMs);
  for (const torn of before) {
    const { name, path, size } = torn;
    try {
      const stat = lstatSync(path);
      if (stat.size !== size || stat.mtimeMs !== torn.modified) continue;
      const beside = moveTail(torn);
      report(
        `${name} ended in an incomplete line, left by a killed intake: its ${size - torn.whole} bytes were moved to ${beside}`,
      );
    } catch (error) {
      report(
        `the incomplete line of ${name} cannot be moved: ${(error as NodeJS.ErrnoException).code ?? ""}`,
      );
    }
  }
}

/** undefined: it ends in a whole line, or in something that no intake writes. */
function findTorn(directory: string, name: string): Torn | undefined {
  const path = join(directory, name);
  const { size, mtimeMs: modified } = lstatSync(path);
  if (!lstatSync(path).isFile() || size === 0) return undefined;
  const descriptor = openSync(path, "r");
  try {
    const whole = endOfLines(descriptor, size);
    if (whole === size || size - whole > tornLimit) return undefined;
    const tail = readAll(descriptor, whole, size);
    return isHalfEvent(tail) ? { name, path, size, modified, whole } : undefined;
  } finally {
    closeSync(descriptor);
  }
}

/** The beginning of an event, or the zeros that a power cut leaves. A whole event that only lacks its end is not one. */
function isHalfEvent(bytes: Buffer): boolean {
  if (bytes[0] === 0) return bytes.every((byte) => byte === 0);
  if (bytes[0] !== openBrace) return false;
  try {
    JSON.parse(bytes.toString("utf8"));
    return false;
  } catch {
    return true;
  }
}

/** First it is safe beside the file, then it is cut off. Returns the name of the file beside. */
function moveTail({ name, path, size, whole }: Torn): string {
  const descriptor = openSync(path, "r+");
  try {
    const tail = readAll(descriptor, whole, size);
    const beside = writeBeside(path, name, tail);
    if (fstatSync(descriptor).size === size) ftruncateSync(descriptor, whole);
    fsyncSync(descriptor);
    return beside;
  } finally {
    closeSync(descriptor);
  }
}

function writeBeside(path: string, name: string, tail: Buffer): string {
  for (let number = 1; ; number++) {
    const ending = number === 1 ? ".torn" : `.torn.${number}`;
    let descriptor: number;
    try {
      descriptor = openSync(path + ending, "wx", 0o640);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") continue;
      throw error;
    }
    try {
      for (let at = 0; at < tail.length;) at += writeSync(descriptor, tail, at);
      fsyncSync(descriptor);
      return name + ending;
    } finally {
      closeSync(descriptor);
    }
  }
}

/** Up to where a file contains whole lines. */
function endOfLines(descriptor: number, size: number): number {
  const block = Buffer.alloc(blockBytes);
  for (let end = size; end > 0;) {
    const start = Math.max(0, end - block.length);
    const length = readSync(descriptor, block, 0, end - start, start);
    const at = block.subarray(0, length).lastIndexOf(newline);
    if (at !== -1) return start + at + 1;
    end = start;
  }
  return 0;
}

function readAll(descriptor: number, start: number, end: number): Buffer {
  const bytes = Buffer.alloc(end - start);
  for (let at = 0; at < bytes.length;) {
    const count = readSync(descriptor, bytes, at, bytes.length - at, start + at);
    if (count === 0) return bytes.subarray(0, at);
    at += count;
  }
  return bytes;
}
