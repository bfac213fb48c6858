import { createHash } from "node:crypto";
import { closeSync, fstatSync, openSync, readdirSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, constants } from "node:zlib";

/** A file of events, as the intake writes them. */
export interface EventFile {
  /** The same for the file and its compressed copy: its name and how its text begins. */
  readonly identity: string;
  readonly path: string;
  readonly isCompressed: boolean;
  /** Up to which byte of its text there are whole lines; undefined for a compressed file, which is whole. */
  readonly wholeLines: number | undefined;
  /** Bytes on the disk. */
  readonly size: number;
}

/** How much of a text identifies it among others of the same name. */
const identifyingBytes = 4096;

/** Bytes of a checksum and a length. Source: RFC 1952 §2.3. */
const gzipTrailer = 8;

/**
 * The files of events below a directory, in the order of their names: a file, or its copy that ends in `.gz`. Files
 * without a whole line are left out, and those that are gone meanwhile.
 * @param onUnreadable is reported files that cannot be opened
 */
export function eventFiles(
  directory: string,
  onUnreadable: (path: string, reason: string) => void,
): readonly EventFile[] {
  const files = new Map<string, EventFile>();
  for (const name of readdirSync(directory, { recursive: true, encoding: "utf8" }).sort(byName)) {
    const match = /^(.*\.ndjson)(\.gz)?$/.exec(name);
    if (match === null) continue;
    const path = join(directory, name);
    let file: EventFile | undefined;
    try {
      if (!statSync(path).isFile()) continue;
      file = describe(path, match[1] as string, match[2] !== undefined);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === undefined) throw error;
      if (code !== "ENOENT") onUnreadable(path, message);
      continue;
    }
    // While it is being compressed both are there; the first contains all.
    if (file !== undefined && !files.has(file.identity)) files.set(file.identity, file);
  }
  return [...files.values()];
}

/** `…T09.2.ndjson` comes before `…T09.10.ndjson`, and a file before its compressed copy. */
function byName(a: string, b: string): number {
  const [partsA, partsB] = [a, b].map((name) => name.split(/(\d+)/)) as [string[], string[]];
  for (const [index, part] of partsA.entries()) {
    const other = partsB[index];
    if (other === undefined) return 1;
    if (part === other) continue;
    if (index % 2 === 1 && Number(part) !== Number(other)) return Number(part) - Number(other);
    return part < other ? -1 : 1;
  }
  return partsA.length - partsB.length;
}

function describe(path: string, name: string, isCompressed: boolean): EventFile | undefined {
  const descriptor = openSync(path, "r");
  try {
    const { size } = fstatSync(descriptor);
    // What gzip ends with would only be checked here: reading the lines reports that, after those that are whole.
    const length = isCompressed
      ? Math.min(Math.max(0, size - gzipTrailer), 4 * identifyingBytes)
      : Math.min(size, identifyingBytes);
    if (length === 0) return undefined;
    const head = Buffer.alloc(length);
    readSync(descriptor, head, 0, length, 0);
    const text = isCompressed ? gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH }) : head;
    // A file that still grows has its first line early, and more of its beginning later.
    const line = text.indexOf(10);
    if (line === -1 && text.length < identifyingBytes) return undefined;
    const beginning = text.subarray(0, line === -1 ? identifyingBytes : Math.min(line, identifyingBytes));
    const hash = createHash("sha256").update(beginning).digest("hex").slice(0, 24);
    const wholeLines = isCompressed ? undefined : lastLineEnd(descriptor, size);
    if (wholeLines === 0) return undefined;
    return { identity: `${name}#${hash}`, path, isCompressed, wholeLines, size };
  } finally {
    closeSync(descriptor);
  }
}

/** The byte after the last newline. */
function lastLineEnd(descriptor: number, size: number): number {
  const block = Buffer.alloc(64 * 1024);
  for (let end = size; end > 0;) {
    const from = Math.max(0, end - block.length);
    const count = readSync(descriptor, block, 0, end - from, from);
    const at = block.subarray(0, count).lastIndexOf(10);
    if (at !== -1) return from + at + 1;
    end = from;
  }
  return 0;
}
