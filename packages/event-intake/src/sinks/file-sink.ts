import {
  close,
  closeSync,
  existsSync,
  fdatasync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { compressFile } from "./compress-file.ts";
import { type Sink, SinkFull, type SinkRecord } from "./sink.ts";
import { WriteHealth } from "./write-health.ts";
import { mendTornFiles } from "./torn-files.ts";

export interface FileSinkOptions {
  /** Absolute; made where it is missing. */
  readonly directory: string;
  /** `each`: synced before the sender is answered. `interval`: within a second. `never`: when the system likes. */
  readonly fsync: "each" | "interval" | "never";
  readonly rotateBytes: number;
  readonly bufferBytes: number;
  /** Whether a file is compressed once it is finished. */
  readonly compress?: boolean;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Milliseconds that only grow. */
  readonly monotonic?: () => number;
  /** Is called with what could not be synced in time: for the log. */
  readonly onProblem?: (message: string) => void;
}

/** Lines that are written together. */
interface Chunk {
  memory: Buffer;
  /** How many bytes of the memory are lines. */
  length: number;
  readonly waiters: { readonly done: () => void; readonly fail: (error: Error) => void }[];
}

interface OpenFile {
  readonly path: string;
  readonly descriptor: number;
  readonly hour: string;
  /** Up to here there are whole lines. */
  size: number;
}

const syncIntervalMs = 1000;
/** No single write is longer by more than one request. */
const writeBytes = 4 * 1024 * 1024;
const leastMemory = 64 * 1024;
const newline = 10;

const asyncSync = promisify(fdatasync);
const asyncClose = promisify(close);

/**
 * Appends events to files, one line each: `2026-11-02T09.1.ndjson` is the first file of that hour. Whatever arrives
 * while something is being written shares the next write, and the next sync. A file is only ever begun, never
 * continued, so two intakes may share a directory.
 */
export class FileSink implements Sink {
  private readonly options: FileSinkOptions;
  private readonly queue: Chunk[] = [];
  /** Bytes that wait or are being written. */
  private waiting = 0;
  private running: Promise<void> | undefined;
  private file: OpenFile | undefined;
  /** Memory of a chunk that was written, for the next one. */
  private spare: Buffer | undefined;
  private isUnsynced = false;
  private syncTimer: NodeJS.Timeout | undefined;
  private syncing: Promise<void> | undefined;
  private readonly health: WriteHealth;
  private readonly compressing = new Set<Promise<void>>();

  private constructor(options: FileSinkOptions) {
    this.options = options;
    this.health = new WriteHealth(options.directory, options.monotonic ?? (() => performance.now()));
  }

  /** Moves aside what a killed intake left half-written, and begins. */
  static async open(options: FileSinkOptions): Promise<FileSink> {
    mkdirSync(options.directory, { recursive: true });
    await mendTornFiles(options.directory, (message) => options.onProblem?.(message));
    return new FileSink(options);
  }

  get isFull(): boolean {
    return this.waiting > this.options.bufferBytes;
  }

  get waitingBytes(): number {
    return this.waiting;
  }

  problem(): Promise<string | undefined> {
    return Promise.resolve(this.health.problem());
  }

  write(records: readonly SinkRecord[]): Promise<void> {
    if (records.length === 0) return Promise.resolve();
    if (this.isFull) return Promise.reject(new SinkFull());
    const chunk = this.openChunk();
    const before = chunk.length;
    // At once: texts that waited would be copied by one garbage collection after the other.
    try {
      for (const { line } of records) addLine(chunk, line);
    } catch (error) {
      chunk.length = before;
      return Promise.reject(error as Error);
    }
    this.waiting += chunk.length - before;
    return new Promise((done, fail) => {
      chunk.waiters.push({ done, fail });
      // After all that this turn of the event loop brings.
      this.running ??= new Promise<void>((begin) => setImmediate(begin)).then(() => this.run());
    });
  }

  async close(): Promise<void> {
    await this.running;
    clearTimeout(this.syncTimer);
    await this.syncing;
    await Promise.all(this.compressing);
    if (this.file === undefined) return;
    if (this.isUnsynced) await asyncSync(this.file.descriptor);
    await asyncClose(this.file.descriptor);
    this.file = undefined;
  }

  private async run(): Promise<void> {
    for (let chunk = this.queue.shift(); chunk !== undefined; chunk = this.queue.shift()) {
      const { memory, length, waiters } = chunk;
      try {
        const written = this.append(memory.subarray(0, length));
        if (written !== undefined) await written;
        this.health.noteSuccess();
        for (const { done } of waiters) done();
      } catch (error) {
        this.health.noteFailure(error as Error);
        for (const { fail } of waiters) fail(error as Error);
      }
      this.waiting -= length;
      // What a flood once took is given back.
      if (memory.length <= 4 * writeBytes) this.spare = memory;
    }
    this.running = undefined;
  }

  /** The one that takes the next lines: never one that is being written. */
  private openChunk(): Chunk {
    const last = this.queue.at(-1);
    if (last !== undefined && last.length < writeBytes) return last;
    const chunk = { memory: this.spare ?? Buffer.allocUnsafe(leastMemory), length: 0, waiters: [] };
    this.spare = undefined;
    this.queue.push(chunk);
    return chunk;
  }

  /**
   * Kept when the lines are as safe as `fsync` says; undefined: they are already. Writing itself does not wait for a
   * disk except for memory, so it is done at once: handing it to another thread would cost more, and a turn or two.
   */
  private append(bytes: Buffer): Promise<void> | undefined {
    const hour = new Date(this.options.now()).toISOString().slice(0, 13);
    const { file } = this;
    const isFull = file !== undefined && file.size > 0 && file.size + bytes.length > this.options.rotateBytes;
    if (file !== undefined && (file.hour !== hour || isFull)) {
      return this.letGo().then(() => this.append(bytes));
    }
    this.file ??= begin(this.options.directory, hour);
    this.writeTo(this.file, bytes);
    // A file that was removed meanwhile contains nothing: what was just written goes into another one.
    if (fstatSync(this.file.descriptor).nlink === 0) return this.letGo().then(() => this.append(bytes));
    if (this.options.fsync === "each") return this.syncNow(this.file, bytes);
    this.file.size += bytes.length;
    if (this.options.fsync === "interval") this.syncSoon();
    return undefined;
  }

  private writeTo(file: OpenFile, bytes: Buffer): void {
    let at = 0;
    try {
      while (at < bytes.length) {
        const count = writeSync(file.descriptor, bytes, at, bytes.length - at, null);
        if (count === 0) throw new Error("nothing more can be written");
        at += count;
      }
    } catch (error) {
      this.cutBack(file, at);
      throw error;
    }
  }

  private async syncNow(file: OpenFile, bytes: Buffer): Promise<void> {
    try {
      await asyncSync(file.descriptor);
      file.size += bytes.length;
    } catch (error) {
      this.cutBack(file, bytes.length);
      throw error;
    }
    if (fstatSync(file.descriptor).nlink > 0) return;
    await this.letGo();
    await this.append(bytes);
  }

  /**
   * A failed write may leave half a line, which was promised to no sender. Where another program appended to
   * the file nothing is cut off, and it is written no more.
   */
  private cutBack(file: OpenFile, written: number): void {
    try {
      if (fstatSync(file.descriptor).size !== file.size + written)
        throw new Error("it contains something else");
      ftruncateSync(file.descriptor, file.size);
    } catch {
      this.file = undefined;
      closeSync(file.descriptor);
    }
  }

  private async letGo(): Promise<void> {
    await this.syncing;
    const { file } = this;
    if (file === undefined) return;
    this.file = undefined;
    if (this.isUnsynced && this.options.fsync !== "never") await asyncSync(file.descriptor);
    this.isUnsynced = false;
    await asyncClose(file.descriptor);
    if (this.options.compress === true) this.compress(file.path);
  }

  /** Runs in the background. */
  private compress(path: string): void {
    const compressing = compressFile(path)
      .catch((error: unknown) => {
        this.options.onProblem?.(`${path} could not be compressed: ${(error as Error).message}`);
      })
      .finally(() => this.compressing.delete(compressing));
    this.compressing.add(compressing);
  }

  private syncSoon(): void {
    this.isUnsynced = true;
    this.syncTimer ??= setTimeout(() => {
      this.syncTimer = undefined;
      const { file } = this;
      if (file === undefined || this.syncing !== undefined) return;
      this.isUnsynced = false;
      this.syncing = asyncSync(file.descriptor)
        .catch((error: unknown) => {
          this.isUnsynced = true;
          this.options.onProblem?.(
            `events could not be synced: ${(error as NodeJS.ErrnoException).code ?? ""}`,
          );
        })
        .finally(() => {
          this.syncing = undefined;
        });
    }, syncIntervalMs);
  }
}

function addLine(chunk: Chunk, line: string): void {
  // A UTF-16 unit takes up to three bytes.
  const needed = chunk.length + 3 * line.length + 1;
  if (needed > chunk.memory.length) {
    const memory = Buffer.allocUnsafe(Math.max(needed, 2 * chunk.memory.length));
    chunk.memory.copy(memory, 0, 0, chunk.length);
    chunk.memory = memory;
  }
  const end = chunk.length + chunk.memory.write(line, chunk.length);
  chunk.memory[end] = newline;
  chunk.length = end + 1;
}

function begin(directory: string, hour: string): OpenFile {
  mkdirSync(directory, { recursive: true });
  for (let number = 1; ; number++) {
    const path = join(directory, `${hour}.${number}.ndjson`);
    // Its name is free again, and its copy's is not.
    if (existsSync(`${path}.gz`)) continue;
    try {
      // Appending: after a failed write has been cut off, the next one goes to the end, not to where it was.
      const descriptor = openSync(path, "ax", 0o640);
      syncDirectory(directory);
      return { path, descriptor, hour, size: 0 };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

/** A new file's name is on the disk only when its directory is. */
function syncDirectory(directory: string): void {
  const descriptor = openSync(directory, "r");
  try {
    fsyncSync(descriptor);
  } catch {
    // Some file systems sync no directories.
  } finally {
    closeSync(descriptor);
  }
}
