import { appendFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { Engine } from "../engine.ts";
import { Batch, type LinePlace, type ScratchLines } from "./batch.ts";
import { compact } from "./compact.ts";
import { type EventAddress, judgeLine, type LineVerdict, type Route, whyNotInTable } from "./event-judge.ts";
import { type EventFile, eventFiles } from "./event-files.ts";
import { type EventLine, eventLines } from "./event-lines.ts";
import { syncAll } from "./files.ts";
import { hourNumber, hourPath } from "./hour.ts";
import { emptyRow, type LakeTable, quotedText } from "./lake-table.ts";
import { identifierExpression } from "./identifier.ts";
import { openLakeEngine } from "./lake-engine.ts";
import { removeLeftovers } from "./leftovers.ts";
import { whileLocked } from "./lock.ts";
import {
  type AddedFiles,
  type LakeFile,
  type Loaded,
  type Manifest,
  readManifest,
  withBatch,
  writeManifest,
} from "./manifest.ts";
import { partitionIdentity, readTopics, type TopicSource } from "./topic-messages.ts";
import { writeHours } from "./write-hours.ts";

export interface LoadOptions {
  /** The directory of the lake; made where it is missing. */
  readonly lake: string;
  /** The directory with the intake's files, or topics. */
  readonly events: string | Omit<TopicSource, "from">;
  readonly route: (address: EventAddress) => Route;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Bytes of a line that are read at most; a longer one is rejected. */
  readonly lineLimit?: number;
  /** Bytes of text that are compared with the lake at once. */
  readonly batchBytes?: number;
  /** How many files an hour may have before they become one. */
  readonly filesPerHour?: number;
  readonly onProgress?: (bytes: number, of: number) => void;
}

/** The result of a run. */
export interface LoadReport {
  readonly events: number;
  readonly loaded: number;
  readonly canaries: number;
  readonly duplicates: number;
  readonly rejected: number;
  /** Events for hours that retention has deleted. */
  readonly late: number;
  /** Rows by table. */
  readonly tables: Readonly<Record<string, number>>;
  /** Files that could not be read to their end, and why. */
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[];
  /** Why tables would not store a stream's last canary, by stream. */
  readonly canaryProblems: Readonly<Record<string, string>>;
}

const defaultLineLimit = 4 * 1024 * 1024;
/** Some 100,000 events of a kilobyte: what is remembered of a batch stays small. */
const defaultBatchBytes = 128 * 1024 * 1024;
const defaultFilesPerHour = 8;
/** Names of streams that a run remembers beside the lake: clients choose them. */
const mostNames = 1000;
/** What DuckDB knows of a Parquet file it knows of all that a query reads. */
const filesAtOnce = 400;
/**
 * Loads what is new in the intake's files into the lake's Parquet files. Input is read at least once, and events are
 * stored exactly once: a batch is in the lake once the manifest says so, and the next run removes what a killed run
 * left behind. Rejects with LakeBusy, BrokenManifest or {@link EngineError}.
 */
export function loadEvents(options: LoadOptions): Promise<LoadReport> {
  const { lake } = options;
  return whileLocked(lake, async (wasAbandoned) => {
    if (wasAbandoned) removeLeftovers(lake, readManifest(lake));
    const loader = new Loader(options);
    try {
      return await loader.run();
    } catch (error) {
      removeLeftovers(lake, readManifest(lake));
      throw error;
    } finally {
      await loader.close();
      rmSync(join(lake, "_staging"), { recursive: true, force: true });
    }
  });
}

class Loader {
  private manifest: Manifest;
  private readonly options: LoadOptions;
  /** Opened when there is something to write: looking for new events takes less time than opening it. */
  private opened: Promise<Engine> | undefined;
  /** The batch that is being written. */
  private committing: Promise<void> = Promise.resolve();
  private batches = 0;
  private readonly counts = { events: 0, loaded: 0, canaries: 0, duplicates: 0, rejected: 0, late: 0 };
  private readonly tables = new Map<string, number>();
  private readonly deleted = new Map<string, ReadonlySet<string>>();
  private readonly unreadable: { path: string; reason: string }[] = [];
  private readonly canaryProblems = new Map<string, string>();

  private readonly lineLimit: number;
  private readonly batchBytes: number;

  constructor(options: LoadOptions) {
    this.options = options;
    this.lineLimit = options.lineLimit ?? defaultLineLimit;
    this.batchBytes = options.batchBytes ?? defaultBatchBytes;
    this.manifest = readManifest(options.lake);
  }

  private engine(): Promise<Engine> {
    return (this.opened ??= openLakeEngine(this.options.lake));
  }

  async close(): Promise<void> {
    await this.opened?.then(
      (engine) => engine.close(),
      // Who asked for it knows that it did not open.
      () => undefined,
    );
  }

  async run(): Promise<LoadReport> {
    const { events } = this.options;
    let isChanged: boolean;
    try {
      isChanged = typeof events === "string" ? await this.loadFiles(events) : await this.loadTopics(events);
    } finally {
      // Leftovers must not be removed while a batch is being written.
      await this.committing.catch(() => undefined);
    }
    await this.committing;
    if (isChanged) {
      const { lake, filesPerHour = defaultFilesPerHour } = this.options;
      this.manifest = await compact(lake, this.manifest, filesPerHour, () => this.engine());
    }
    return {
      ...this.counts,
      tables: Object.fromEntries([...this.tables].sort()),
      unreadable: this.unreadable,
      canaryProblems: Object.fromEntries(this.canaryProblems),
    };
  }

  /** Returns whether there was something new. */
  private async loadFiles(directory: string): Promise<boolean> {
    const all = eventFiles(directory, (path, reason) =>
      this.unreadable.push({ path: relative(directory, path), reason }),
    );
    const fresh = all.filter((file) => this.hasNew(file));
    const total = fresh.reduce((sum, { size }) => sum + size, 0);
    let done = 0;
    let batch = this.newBatch();
    for (const file of fresh) {
      batch = await this.readFile(file, relative(directory, file.path), batch);
      done += file.size;
      this.options.onProgress?.(done, total);
    }
    await this.commitBehind(batch);
    return fresh.length > 0;
  }

  /** Returns whether there was something new. */
  private async loadTopics(topics: Omit<TopicSource, "from">): Promise<boolean> {
    let batch = this.newBatch();
    let isChanged = false;
    const from = (identity: string) => this.manifest.sources[identity]?.upTo;
    await readTopics({ ...topics, from }, async ({ topic, partition, messages, upTo }) => {
      isChanged = true;
      const identity = partitionIdentity(topic, partition);
      for (const { offset, value, timestamp } of messages) {
        const bytes = value.length <= this.lineLimit ? value : undefined;
        this.readLine({ number: offset, offset, bytes, length: value.length }, identity, batch, timestamp);
      }
      batch.sources[identity] = { upTo, lines: upTo };
      if (!batch.isLarge(this.batchBytes)) return;
      await this.commitBehind(batch);
      batch = this.newBatch();
    });
    await this.commitBehind(batch);
    return isChanged;
  }

  private hasNew({ identity, wholeLines }: EventFile): boolean {
    const loaded = this.manifest.sources[identity];
    if (loaded === undefined) return true;
    // Of a compressed file only reading says whether its copy was loaded to the end.
    return wholeLines === undefined ? !this.isFinished(identity) : wholeLines > loaded.upTo;
  }

  private isFinished(identity: string): boolean {
    return this.manifest.sources[`${identity} finished`] !== undefined;
  }

  private isDeleted(table: string, hour: number): boolean {
    let hours = this.deleted.get(table);
    if (hours === undefined) {
      hours = new Set(this.manifest.tables[table]?.deletedHours);
      this.deleted.set(table, hours);
    }
    return hours.size > 0 && hours.has(hourPath(hour));
  }

  private newBatch(): Batch {
    return new Batch(this.options.lake, this.batches++);
  }

  /** Reads what is new in a file into the batch, and commits it whenever it is large enough. */
  private async readFile(file: EventFile, name: string, first: Batch): Promise<Batch> {
    const { identity, path, isCompressed, wholeLines } = file;
    const loaded: Loaded = this.manifest.sources[identity] ?? { upTo: 0, lines: 0 };
    const range = { path, isCompressed, from: loaded.upTo, to: wholeLines, linesBefore: loaded.lines };
    let batch = first;
    const blocks = eventLines(range, this.lineLimit);
    let oldest = loaded.oldest ?? Infinity;
    for (;;) {
      let block: IteratorResult<readonly EventLine[], void>;
      try {
        block = await blocks.next();
      } catch (error) {
        this.unreadable.push({ path: name, reason: (error as Error).message });
        return batch;
      }
      if (block.done === true) break;
      for (const line of block.value) oldest = Math.min(oldest, this.readLine(line, name, batch) ?? Infinity);
      const last = block.value.at(-1) as EventLine;
      batch.sources[identity] = {
        upTo: last.offset + last.length + 1,
        lines: last.number,
        ...(Number.isFinite(oldest) && { oldest }),
      };
      if (!batch.isLarge(this.batchBytes)) continue;
      await this.commitBehind(batch);
      batch = this.newBatch();
    }
    if (isCompressed) batch.sources[`${identity} finished`] = batch.sources[identity] ?? loaded;
    return batch;
  }

  /**
   * Returns when the event happened, where that is known.
   * @param timestamp when the broker took it
   */
  private readLine(line: EventLine, file: string, batch: Batch, timestamp?: number): number | undefined {
    const { route, now } = this.options;
    this.counts.events++;
    batch.count(line);
    const at: LinePlace = { file, line: line.number, offset: line.offset };
    const verdict = judgeLine(line, route, now, this.lineLimit, timestamp);
    switch (verdict.kind) {
      case "canary":
        this.counts.canaries++;
        this.noteCanary(verdict, batch);
        return undefined;
      case "rejected":
        this.reject(verdict, line, at, batch);
        return verdict.time;
      case "event":
    }
    const { table, time, id, bytes } = verdict;
    const hour = hourNumber(time);
    if (this.isDeleted(table.name, hour)) {
      this.counts.late++;
      return time;
    }
    const misfit = whyNotInTable(verdict);
    if (misfit !== undefined) this.reject(misfit, line, at, batch);
    else if (id !== undefined && !batch.isFirst(table.name, id)) this.counts.duplicates++;
    else batch.add(table, hour, id, bytes, at);
    return time;
  }

  private noteCanary(
    { stream, problem }: Pick<LineVerdict & { kind: "canary" }, "stream" | "problem">,
    batch: Batch,
  ): void {
    if (stream === undefined) return;
    if (problem === undefined) {
      batch.canaries.add(stream);
      this.canaryProblems.delete(stream);
    } else if (this.canaryProblems.size < mostNames) {
      this.canaryProblems.set(stream, problem);
    }
  }

  private reject(
    { reason, path, mayBeStored, time }: LineVerdict & { kind: "rejected" },
    { bytes }: EventLine,
    at: LinePlace,
    batch: Batch,
  ): void {
    this.counts.rejected++;
    const event = mayBeStored ? bytes?.toString("utf8") : undefined;
    const rejection = {
      ...at,
      reason,
      ...(path !== undefined && { path }),
      ...(event !== undefined && { event }),
    };
    batch.reject(rejection, event === undefined ? undefined : time);
  }

  /** Commits a batch while the next one is read. Rejects if the one before could not be. */
  private async commitBehind(batch: Batch): Promise<void> {
    await this.committing;
    this.committing = this.commit(batch);
    // Who asks for it next is told.
    this.committing.catch(() => undefined);
  }

  /** Writes a batch's hours to Parquet files, moves these to their places, and tells the manifest. */
  private async commit(batch: Batch): Promise<void> {
    if (Object.keys(batch.sources).length === 0) return;
    const { lake } = this.options;
    batch.flush();
    const name = batch.name();
    const added: Record<string, AddedFiles> = {};
    for (const [tableName, groups] of batch.groups) {
      const table = batch.tables.get(tableName) as LakeTable;
      const known = await this.knownIds(table, batch.idsOf(tableName));
      const out = join(batch.directory, "out", tableName);
      const written: Record<string, LakeFile> = {};
      for (const scratch of groups.values()) {
        const fresh = await this.withoutKnown(scratch, known, batch);
        if (fresh === undefined) continue;
        const { lineLimit } = this;
        const work = { table, lines: fresh, batch, name, out, lineLimit };
        const { files: ofHours, rejections } = await writeHours(await this.engine(), work);
        Object.assign(written, ofHours);
        this.counts.rejected += rejections.length;
        for (const rejection of rejections) batch.reject(rejection);
      }
      added[tableName] = { origin: table.origin, files: written };
      const rows = Object.values(written).reduce((sum, file) => sum + file.rows, 0);
      this.counts.loaded += rows;
      if (rows > 0) this.tables.set(tableName, (this.tables.get(tableName) ?? 0) + rows);
    }
    batch.moveRejections(join(lake, "_rejected"), name);
    const moves = Object.entries(added).flatMap(([tableName, { files }]) =>
      Object.keys(files).map((path) => ({
        from: join(batch.directory, "out", tableName, path),
        to: join(lake, tableName, path),
      })),
    );
    await syncAll(moves.map(({ from }) => from));
    for (const { from, to } of moves) {
      mkdirSync(dirname(to), { recursive: true });
      renameSync(from, to);
    }
    await syncAll([...new Set(moves.map(({ to }) => dirname(to)))]);
    this.manifest = withBatch(this.manifest, batch, added, this.options.now);
    writeManifest(lake, this.manifest);
    rmSync(batch.directory, { recursive: true, force: true });
  }

  /** Which of the batch's ids the table has already. */
  private async knownIds(table: LakeTable, ids: ReadonlySet<string>): Promise<ReadonlySet<string>> {
    const files = Object.keys(this.manifest.tables[table.name]?.files ?? {});
    const column = identifierExpression(table.columns);
    if (files.length === 0 || ids.size === 0 || column === undefined) return new Set();
    const list = join(this.options.lake, "_staging", "ids.ndjson");
    writeFileSync(list, "");
    // What is not well-formed is never in the lake.
    const texts = [...ids].filter((id) => id.isWellFormed());
    for (let at = 0; at < texts.length; at += 20_000) {
      const lines = texts.slice(at, at + 20_000).map((id) => `${JSON.stringify({ id })}\n`);
      appendFileSync(list, lines.join(""));
    }
    const known = new Set<string>();
    for (let at = 0; at < files.length; at += filesAtOnce) {
      const paths = files
        .slice(at, at + filesAtOnce)
        .map((path) => quotedText(join(this.options.lake, table.name, path)));
      // Files of a time when the schema had no identifier lack its column.
      const stored = `${emptyRow(table.columns)} UNION ALL BY NAME SELECT * FROM read_parquet([${paths.join(", ")}], union_by_name = true, hive_partitioning = false)`;
      const asked = `read_json(${quotedText(list)}, format = 'newline_delimited', columns = {id: 'VARCHAR'})`;
      const sql = `SELECT DISTINCT id FROM (SELECT ${column} AS id FROM (${stored})) SEMI JOIN ${asked} USING (id)`;
      for (const [id] of (await (await this.engine()).query(sql)).rows) known.add(String(id));
    }
    rmSync(list);
    return known;
  }

  /** What of some hours is not in the lake yet; undefined if that is nothing. */
  private async withoutKnown(
    lines: ScratchLines,
    known: ReadonlySet<string>,
    batch: Batch,
  ): Promise<ScratchLines | undefined> {
    const rows = lines.rows.filter(({ id }) => id === undefined || !known.has(id));
    this.counts.duplicates += lines.rows.length - rows.length;
    if (rows.length === 0) return undefined;
    return rows.length === lines.rows.length ? lines : batch.select(lines, rows);
  }
}
