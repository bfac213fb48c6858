import { createHash } from "node:crypto";
import { appendFileSync, mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type EventLine, eventLines } from "./event-lines.ts";
import { syncFile } from "./files.ts";
import type { LakeTable } from "./lake-table.ts";
import type { Loaded } from "./manifest.ts";

/** Where a line is in the input. */
export interface LinePlace {
  readonly file: string;
  readonly line: number;
  readonly offset: number;
}

/** Why a line is not in the lake. */
export interface Rejection extends LinePlace {
  readonly reason: string;
  /** Where in the event the reason is. */
  readonly path?: readonly (string | number)[];
  /** The line itself, where it could be read and may be stored. */
  readonly event?: string;
}

/** A line in a scratch file. */
export interface ScratchRow {
  readonly id: string | undefined;
  readonly at: LinePlace;
}

/** A scratch file and what its lines are, one by one. */
export interface ScratchLines {
  readonly path: string;
  readonly rows: readonly ScratchRow[];
}

interface Scratch extends ScratchLines {
  readonly rows: ScratchRow[];
  readonly waiting: Buffer[];
}

/** DuckDB keeps at most this many files open, and begins new ones for later events. */
const hoursAtOnce = 90;

/** Bytes of text that are written together. */
const flushBytes = 16 * 1024 * 1024;

/** Lines that a batch remembers, however short they are. */
const mostLines = 150_000;

const close = Buffer.from("}\n");

/** Input that is not in the lake yet: lines by table and some hours, in scratch files. */
export class Batch {
  readonly directory: string;
  readonly sources: Record<string, Loaded> = {};
  /** Streams of which there were canaries. */
  readonly canaries = new Set<string>();
  readonly tables = new Map<string, LakeTable>();
  /** By table, then by the days that hours belong to. */
  readonly groups = new Map<string, Map<number, Scratch>>();
  private readonly ids = new Map<string, Set<string>>();
  private readonly rejections: string[] = [];
  private oldestRejected = Infinity;
  private waiting = 0;
  private bytes = 0;
  private lines = 0;
  private number = 0;

  /** @param number what no other batch of this run has */
  constructor(lake: string, number: number) {
    this.directory = join(lake, "_staging", `batch-${number}`);
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** The same for the same ranges of input. */
  name(): string {
    return hashOf(Object.entries(this.sources).map(([identity, { upTo }]) => `${identity} ${upTo}`));
  }

  /** Counts a line that was read. */
  count(line: EventLine): void {
    this.bytes += line.length + 1;
    this.lines++;
  }

  isLarge(batchBytes: number): boolean {
    return this.bytes >= batchBytes || this.lines >= mostLines;
  }

  isFirst(table: string, id: string): boolean {
    const ids = this.idsOf(table);
    if (ids.has(id)) return false;
    ids.add(id);
    return true;
  }

  idsOf(table: string): Set<string> {
    let ids = this.ids.get(table);
    if (ids === undefined) {
      ids = new Set();
      this.ids.set(table, ids);
    }
    return ids;
  }

  add(table: LakeTable, hour: number, id: string | undefined, bytes: Buffer, at: LinePlace): void {
    this.tables.set(table.name, table);
    let groups = this.groups.get(table.name);
    if (groups === undefined) {
      groups = new Map();
      this.groups.set(table.name, groups);
    }
    const group = Math.floor(hour / hoursAtOnce);
    let scratch = groups.get(group);
    if (scratch === undefined) {
      const path = join(this.directory, "in", `${table.name}-${group}.ndjson`);
      scratch = { path, rows: [], waiting: [] };
      groups.set(group, scratch);
    }
    scratch.rows.push({ id, at });
    scratch.waiting.push(Buffer.from(`{"hour_number":${hour},"event":`), bytes, close);
    this.hold(bytes.length);
  }

  /** @param time when the event happened, in milliseconds since the epoch */
  reject(rejection: Rejection, time: number = Infinity): void {
    this.oldestRejected = Math.min(this.oldestRejected, time);
    const line = `${JSON.stringify(rejection)}\n`;
    this.rejections.push(line);
    this.hold(line.length);
  }

  /** Writes what waits in memory. */
  flush(): void {
    mkdirSync(join(this.directory, "in"), { recursive: true });
    for (const groups of this.groups.values()) {
      for (const { path, waiting } of groups.values()) {
        if (waiting.length > 0) appendFileSync(path, Buffer.concat(waiting));
        waiting.length = 0;
      }
    }
    if (this.rejections.length > 0) appendFileSync(this.rejectedPath, this.rejections.join(""));
    this.rejections.length = 0;
    this.waiting = 0;
  }

  /** Moves the list of rejected lines to its place, if there is one. */
  moveRejections(directory: string, name: string): void {
    this.flush();
    try {
      syncFile(this.rejectedPath);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
      throw error;
    }
    // Retention looks at the time of the file: it is as old as the oldest event in it.
    const time = Math.min(this.oldestRejected, Date.now()) / 1000;
    utimesSync(this.rejectedPath, time, time);
    mkdirSync(directory, { recursive: true });
    renameSync(this.rejectedPath, join(directory, `${name}.ndjson`));
    syncFile(directory);
  }

  /** A path that no other scratch file has. */
  scratchPath(): string {
    return join(this.directory, `scratch-${this.number++}.ndjson`);
  }

  /** Copies some of a scratch file's lines to another, in their order. */
  async select(from: ScratchLines, rows: readonly ScratchRow[]): Promise<ScratchLines> {
    const path = this.scratchPath();
    mkdirSync(dirname(path), { recursive: true });
    const wanted = new Set(rows);
    writeFileSync(path, "");
    const range = { path: from.path, isCompressed: false, from: 0, to: undefined, linesBefore: 0 };
    for await (const lines of eventLines(range, Infinity)) {
      const selected = lines.filter(({ number }) => wanted.has(from.rows[number - 1] as ScratchRow));
      appendFileSync(
        path,
        Buffer.concat(selected.flatMap(({ bytes }) => [bytes as Buffer, Buffer.from("\n")])),
      );
    }
    return { path, rows: from.rows.filter((row) => wanted.has(row)) };
  }

  private get rejectedPath(): string {
    return join(this.directory, "rejected.ndjson");
  }

  private hold(bytes: number): void {
    this.waiting += bytes;
    if (this.waiting > flushBytes) this.flush();
  }
}

/** A short name for a list of texts, the same for the same list. */
export function hashOf(texts: readonly string[]): string {
  return createHash("sha256").update(texts.join("\n")).digest("hex").slice(0, 20);
}
