import { createHash } from "node:crypto";
import { appendFileSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { type Engine, EngineError } from "../engine.ts";
import { openDuckDb } from "../engines/duckdb.ts";
import { type EventFile, eventFiles } from "./event-files.ts";
import { type EventLine, eventLines } from "./event-lines.ts";
import { syncAll, syncDirectory, syncFile } from "./files.ts";
import { whyNoFit } from "./fit.ts";
import { hourNumber, hourPath, parseTime } from "./hour.ts";
import { type LakeTable, quotedText, readType, selectColumns } from "./lake-table.ts";
import { whileLocked } from "./lock.ts";
import { partitionIdentity, readTopics, type TopicSource } from "./topic-messages.ts";
import {
  type LakeFile,
  type Loaded,
  type Manifest,
  readManifest,
  withBatch,
  withReplaced,
  writeManifest,
} from "./manifest.ts";

/** What an event says of itself before its table is known. */
export interface EventAddress {
  readonly schemaUri: unknown;
  readonly stream: unknown;
}

/** Where an event belongs; a text says why it belongs nowhere. */
export type Route = LakeTable | string;

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
  /** Bytes of text that are held against the lake at once. */
  readonly batchBytes?: number;
  /** How many files an hour may have before they become one. */
  readonly filesPerHour?: number;
  readonly onProgress?: (bytes: number, of: number) => void;
}

/** What came of a run. */
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
}

const defaultLineLimit = 4 * 1024 * 1024;
/** Some 100,000 events of a kilobyte: what is remembered of a batch stays small. */
const defaultBatchBytes = 128 * 1024 * 1024;
const defaultFilesPerHour = 8;
/** An event may come from a clock that is ahead. */
const futureMs = 3_600_000;
const dayMs = 86_400_000;

/** Why a line is not in the lake. */
interface Rejection {
  readonly file: string;
  readonly line: number;
  readonly offset: number;
  readonly reason: string;
  readonly path?: readonly (string | number)[];
  /** The line itself, where it could be read. */
  readonly event?: string;
}

/**
 * Loads what is new in the intake's files into the lake's Parquet files. At least once in, exactly once out: a batch is in
 * the lake once the manifest says so, and what a run that was killed left behind is removed by the next. Rejects with
 * LakeBusy, BrokenManifest or {@link EngineError}.
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
  private readonly counts = { events: 0, loaded: 0, canaries: 0, duplicates: 0, rejected: 0, late: 0 };
  private readonly tables = new Map<string, number>();
  private readonly deleted = new Map<string, ReadonlySet<string>>();
  private readonly unreadable: { path: string; reason: string }[] = [];

  constructor(options: LoadOptions) {
    this.options = options;
    this.manifest = readManifest(options.lake);
  }

  private engine(): Promise<Engine> {
    const spill = join(this.options.lake, "_staging", "spill");
    return (this.opened ??= openDuckDb({ threads: 2, memory: "384MB", spill }));
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
    const isChanged =
      typeof events === "string" ? await this.loadFiles(events) : await this.loadTopics(events);
    if (isChanged) await this.compact();
    return {
      ...this.counts,
      tables: Object.fromEntries([...this.tables].sort()),
      unreadable: this.unreadable,
    };
  }

  /** Returns whether there was something new. */
  private async loadFiles(directory: string): Promise<boolean> {
    const fresh = eventFiles(directory).filter((file) => this.hasNew(file));
    const total = fresh.reduce((sum, { size }) => sum + size, 0);
    let done = 0;
    let batch = this.newBatch();
    for (const file of fresh) {
      batch = await this.readFile(file, relative(directory, file.path), batch);
      done += file.size;
      this.options.onProgress?.(done, total);
    }
    await this.commit(batch);
    return fresh.length > 0;
  }

  /** Returns whether there was something new. */
  private async loadTopics(topics: Omit<TopicSource, "from">): Promise<boolean> {
    const { lineLimit = defaultLineLimit, batchBytes = defaultBatchBytes } = this.options;
    let batch = this.newBatch();
    let isChanged = false;
    const from = (identity: string) => this.manifest.sources[identity]?.upTo;
    await readTopics({ ...topics, from }, async ({ topic, partition, messages, upTo }) => {
      isChanged = true;
      const identity = partitionIdentity(topic, partition);
      for (const { offset, value, timestamp } of messages) {
        const bytes = value.length <= lineLimit ? value : undefined;
        this.readLine(
          { number: offset, offset, bytes, length: value.length },
          identity,
          batch,
          lineLimit,
          timestamp,
        );
      }
      batch.sources[identity] = { upTo, lines: upTo };
      if (batch.bytes < batchBytes) return;
      await this.commit(batch);
      batch = this.newBatch();
    });
    await this.commit(batch);
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
    return new Batch(this.options.lake);
  }

  /** Reads what is new in a file into the batch, and commits it whenever it is large enough. */
  private async readFile(file: EventFile, name: string, first: Batch): Promise<Batch> {
    const { identity, path, isCompressed, wholeLines } = file;
    const { lineLimit = defaultLineLimit, batchBytes = defaultBatchBytes } = this.options;
    const loaded: Loaded = this.manifest.sources[identity] ?? { upTo: 0, lines: 0 };
    const range = { path, isCompressed, from: loaded.upTo, to: wholeLines, linesBefore: loaded.lines };
    let batch = first;
    try {
      for await (const lines of eventLines(range, lineLimit)) {
        for (const line of lines) this.readLine(line, name, batch, lineLimit);
        const last = lines.at(-1) as EventLine;
        batch.sources[identity] = { upTo: last.offset + last.length + 1, lines: last.number };
        if (batch.bytes < batchBytes) continue;
        await this.commit(batch);
        batch = this.newBatch();
      }
      if (isCompressed) {
        batch.sources[`${identity} finished`] = batch.sources[identity] ?? loaded;
      }
    } catch (error) {
      if (error instanceof EngineError) throw error;
      const { code } = error as NodeJS.ErrnoException;
      if (code === "ENOSPC") throw error;
      this.unreadable.push({ path: name, reason: (error as Error).message });
    }
    return batch;
  }

  /** @param timestamp when the broker took it, for an event that does not say when it happened */
  private readLine(line: EventLine, file: string, batch: Batch, lineLimit: number, timestamp?: number): void {
    this.counts.events++;
    const { number, offset, bytes, length } = line;
    batch.bytes += length + 1;
    const reject = (reason: string, path?: readonly (string | number)[]) => {
      this.counts.rejected++;
      batch.reject({
        file,
        line: number,
        offset,
        reason,
        ...(path !== undefined && { path }),
        ...(bytes !== undefined && { event: bytes.toString("utf8") }),
      });
    };
    if (bytes === undefined) {
      reject(`the line has ${length} bytes, more than the ${lineLimit} that are read`);
      return;
    }
    const text = bytes.toString("utf8");
    let event: Readonly<Record<string, unknown>>;
    try {
      const parsed: unknown = JSON.parse(text);
      if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
        reject("the line is not an object");
        return;
      }
      event = parsed as Readonly<Record<string, unknown>>;
    } catch {
      reject("the line is not JSON");
      return;
    }
    const meta = isObject(event["meta"]) ? event["meta"] : {};
    if (meta["domain"] === "canary") {
      this.counts.canaries++;
      return;
    }
    const table = this.options.route({ schemaUri: event["$schema"], stream: meta["stream"] });
    if (typeof table === "string") {
      reject(table);
      return;
    }
    const time = timeOf(event, meta, timestamp);
    if (typeof time === "string") {
      reject(time);
      return;
    }
    const { now } = this.options;
    if (time > now + futureMs) {
      reject("its time is more than an hour ahead");
      return;
    }
    if (table.retentionDays !== undefined && time < now - table.retentionDays * dayMs) {
      reject(`its time is before the ${table.retentionDays} days for which its events are stored`);
      return;
    }
    const hour = hourNumber(time);
    if (this.isDeleted(table.name, hour)) {
      this.counts.late++;
      return;
    }
    const misfit = whyNoFit(table.columns, event, text);
    if (misfit !== undefined) {
      reject(misfit.reason, misfit.path);
      return;
    }
    const id = idOf(event, meta);
    if (id !== undefined && !batch.isFirst(table.name, id)) {
      this.counts.duplicates++;
      return;
    }
    batch.add(table, hour, id, bytes, { file, line: number, offset });
  }

  /** Writes a batch's hours to Parquet files, moves these to their places, and tells the manifest. */
  private async commit(batch: Batch): Promise<void> {
    if (Object.keys(batch.sources).length === 0) return;
    const { lake } = this.options;
    batch.flush();
    const name = batch.name();
    const files: Record<string, Record<string, LakeFile>> = {};
    for (const [tableName, groups] of batch.groups) {
      const table = batch.tables.get(tableName) as LakeTable;
      const known = await this.knownIds(table, batch.idsOf(tableName));
      const out = join(batch.directory, "out", tableName);
      const written: Record<string, LakeFile> = {};
      for (const scratch of groups.values()) {
        const fresh = await this.withoutKnown(scratch, known, batch);
        if (fresh !== undefined)
          Object.assign(written, await this.writeGroup(table, fresh, name, out, batch));
      }
      files[tableName] = written;
      const rows = Object.values(written).reduce((sum, file) => sum + file.rows, 0);
      this.counts.loaded += rows;
      if (rows > 0) this.tables.set(tableName, (this.tables.get(tableName) ?? 0) + rows);
    }
    batch.writeRejections(join(lake, "_rejected"), name);
    const moves = Object.entries(files).flatMap(([tableName, ofTable]) =>
      Object.keys(ofTable).map((path) => ({
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
    this.manifest = withBatch(this.manifest, batch.sources, files);
    writeManifest(lake, this.manifest);
    rmSync(batch.directory, { recursive: true, force: true });
  }

  /** Which of the batch's ids the table has already. */
  private async knownIds(table: LakeTable, ids: ReadonlySet<string>): Promise<ReadonlySet<string>> {
    const files = Object.keys(this.manifest.tables[table.name]?.files ?? {});
    const column = idExpression(table);
    if (files.length === 0 || ids.size === 0 || column === undefined) return new Set();
    const paths = files.map((path) => quotedText(join(this.options.lake, table.name, path)));
    await (await this.engine()).execute("CREATE OR REPLACE TEMP TABLE batch_ids (id VARCHAR)");
    const list = [...ids];
    for (let at = 0; at < list.length; at += 20_000) {
      const values = list.slice(at, at + 20_000).map((id) => `(${quotedText(id)})`);
      await (await this.engine()).execute(`INSERT INTO batch_ids VALUES ${values.join(", ")}`);
    }
    const { rows } = await (
      await this.engine()
    ).query(
      `SELECT DISTINCT id FROM (SELECT ${column} AS id FROM read_parquet([${paths.join(", ")}], union_by_name = true)) SEMI JOIN batch_ids USING (id)`,
    );
    await (await this.engine()).execute("DROP TABLE batch_ids");
    return new Set(rows.map(([id]) => String(id)));
  }

  /** What of some hours is not in the lake yet; undefined where that is nothing. */
  private async withoutKnown(
    { path, rows: all }: Scratch,
    known: ReadonlySet<string>,
    batch: Batch,
  ): Promise<Lines | undefined> {
    const rows = all.filter(({ id }) => id === undefined || !known.has(id));
    this.counts.duplicates += all.length - rows.length;
    if (rows.length === 0) return undefined;
    if (rows.length === all.length) return { path, rows };
    return batch.select({ path, rows: all }, rows, `${path}.fresh`);
  }

  /** Writes the hours of a scratch file, without lines that DuckDB refuses. Returns the files by their paths. */
  private async writeGroup(
    table: LakeTable,
    lines: Lines,
    name: string,
    out: string,
    batch: Batch,
  ): Promise<Record<string, LakeFile>> {
    const parts = join(batch.directory, "parts");
    const copy = async ({ path }: Lines) => {
      mkdirSync(parts, { recursive: true });
      await (
        await this.engine()
      ).execute(
        `COPY (SELECT ${selectColumns(table.columns, "event")}, hour_number AS ${partitionName} FROM ${this.reading(path, table)}) TO ${quotedText(parts)} (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (${partitionName}), OVERWRITE_OR_IGNORE)`,
      );
    };
    try {
      await copy(lines);
    } catch (error) {
      if (!(error instanceof EngineError) || isFull(error)) throw error;
      rmSync(parts, { recursive: true, force: true });
      const refused = await this.refusedLines(table, lines, error, batch);
      const rows = lines.rows.filter((row) => !refused.has(row));
      if (rows.length === 0) return {};
      await copy(await batch.select(lines, rows, `${lines.path}.good`));
    }
    const { rows: counts } = await (
      await this.engine()
    ).query(`SELECT file_name, num_rows FROM parquet_file_metadata(${quotedText(`${parts}/**/*.parquet`)})`);
    const files: Record<string, LakeFile> = {};
    const numbers = new Map<number, number>();
    for (const [file, rows] of counts) {
      const hour = Number(new RegExp(`${partitionName}=(\\d+)`).exec(String(file))?.[1]);
      const number = numbers.get(hour) ?? 0;
      numbers.set(hour, number + 1);
      const path = `${hourPath(hour)}/${name}${number === 0 ? "" : `-${number}`}.parquet`;
      mkdirSync(dirname(join(out, path)), { recursive: true });
      renameSync(String(file), join(out, path));
      files[path] = { rows: Number(rows), bytes: statSync(join(out, path)).size };
    }
    rmSync(parts, { recursive: true, force: true });
    return files;
  }

  /** Finds the lines that DuckDB refuses, by halves, and rejects them with its reason. */
  private async refusedLines(
    table: LakeTable,
    lines: Lines,
    reason: EngineError,
    batch: Batch,
  ): Promise<ReadonlySet<ScratchRow>> {
    const [only, ...others] = lines.rows;
    if (only === undefined) return new Set();
    if (others.length === 0) {
      this.counts.rejected++;
      const message = reason.message.replace(/^DuckDB: /, "").replace(/ in file "[^"]*", in line \d+/, "");
      batch.reject({ ...only.at, reason: message });
      return new Set([only]);
    }
    const half = lines.rows.length >> 1;
    const refused = new Set<ScratchRow>();
    for (const rows of [lines.rows.slice(0, half), lines.rows.slice(half)]) {
      const part = await batch.select(
        lines,
        rows,
        join(batch.directory, `half-${rows.length}-${batch.nextNumber()}.ndjson`),
      );
      const probe = join(batch.directory, "probe.parquet");
      try {
        await (
          await this.engine()
        ).execute(
          `COPY (SELECT ${selectColumns(table.columns, "event")} FROM ${this.reading(part.path, table)}) TO ${quotedText(probe)} (FORMAT parquet)`,
        );
      } catch (error) {
        if (!(error instanceof EngineError) || isFull(error)) throw error;
        for (const row of await this.refusedLines(table, part, error, batch)) refused.add(row);
      } finally {
        rmSync(part.path, { force: true });
      }
    }
    return refused;
  }

  /** A scratch file as a table with the columns `hour_number` and `event`. */
  private reading(path: string, table: LakeTable): string {
    const { lineLimit = defaultLineLimit } = this.options;
    return `read_json(${quotedText(path)}, format = 'newline_delimited', records = true, maximum_object_size = ${2 * lineLimit}, columns = {hour_number: 'BIGINT', event: ${quotedText(readType(table.columns))}})`;
  }

  /** Makes one file of the many that an hour has got. */
  private async compact(): Promise<void> {
    const { lake, filesPerHour = defaultFilesPerHour } = this.options;
    for (const [table, { files }] of Object.entries(this.manifest.tables)) {
      const byHour = new Map<string, string[]>();
      for (const path of Object.keys(files)) {
        const hour = dirname(path);
        byHour.set(hour, [...(byHour.get(hour) ?? []), path]);
      }
      for (const [hour, paths] of byHour) {
        if (paths.length <= filesPerHour) continue;
        const name = `${hour}/${hashOf(paths)}.parquet`;
        const target = join(lake, table, name);
        const temporary = join(lake, "_staging", `${hashOf([table, name])}.parquet`);
        mkdirSync(dirname(temporary), { recursive: true });
        const sources = paths.map((path) => quotedText(join(lake, table, path)));
        await (
          await this.engine()
        ).execute(
          `COPY (SELECT * FROM read_parquet([${sources.join(", ")}], union_by_name = true, hive_partitioning = false)) TO ${quotedText(temporary)} (FORMAT parquet, COMPRESSION zstd)`,
        );
        syncFile(temporary);
        renameSync(temporary, target);
        syncDirectory(dirname(target));
        const rows = paths.reduce((sum, path) => sum + (files[path]?.rows ?? 0), 0);
        const masked = paths.map((path) => files[path]?.masked ?? []);
        const added = {
          [name]: {
            rows,
            bytes: statSync(target).size,
            // What is masked in some of them only is due in the others, and is masked again.
            masked: (masked[0] ?? []).filter((one) => masked.every((list) => list.includes(one))),
          },
        };
        this.manifest = withReplaced(this.manifest, table, paths, added);
        writeManifest(lake, this.manifest);
        for (const path of paths) rmSync(join(lake, table, path), { force: true });
      }
    }
  }
}

/** A line that waits in a scratch file. */
interface ScratchRow {
  readonly id: string | undefined;
  readonly at: { readonly file: string; readonly line: number; readonly offset: number };
}

/** A scratch file and what its lines are, one by one. */
interface Lines {
  readonly path: string;
  readonly rows: readonly ScratchRow[];
}

interface Scratch extends Lines {
  readonly rows: ScratchRow[];
  readonly waiting: Buffer[];
}

/** DuckDB holds so many files open at once, and begins others for what comes later. */
const hoursAtOnce = 90;

/** What no column of a table is called. */
const partitionName = "_addendum_hour";

/** Lines of text that are written together. */
const flushBytes = 16 * 1024 * 1024;

const close = Buffer.from("}\n");

/** What is read before it is in the lake. */
class Batch {
  bytes = 0;
  readonly directory: string;
  readonly sources: Record<string, Loaded> = {};
  readonly tables = new Map<string, LakeTable>();
  /** By table, then by the days that hours belong to. */
  readonly groups = new Map<string, Map<number, Scratch>>();
  private readonly ids = new Map<string, Set<string>>();
  private readonly rejections: Rejection[] = [];
  private waiting = 0;
  private number = 0;

  constructor(lake: string) {
    this.directory = join(lake, "_staging", `batch-${process.pid}`);
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** The same for the same ranges of input. */
  name(): string {
    return hashOf(Object.entries(this.sources).map(([identity, { upTo }]) => `${identity} ${upTo}`));
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

  add(table: LakeTable, hour: number, id: string | undefined, bytes: Buffer, at: ScratchRow["at"]): void {
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
    this.waiting += bytes.length;
    if (this.waiting > flushBytes) this.flush();
  }

  flush(): void {
    mkdirSync(join(this.directory, "in"), { recursive: true });
    for (const groups of this.groups.values()) {
      for (const { path, waiting } of groups.values()) {
        if (waiting.length > 0) appendFileSync(path, Buffer.concat(waiting));
        waiting.length = 0;
      }
    }
    this.waiting = 0;
  }

  nextNumber(): number {
    return this.number++;
  }

  reject(rejection: Rejection): void {
    this.rejections.push(rejection);
  }

  writeRejections(directory: string, name: string): void {
    if (this.rejections.length === 0) return;
    mkdirSync(directory, { recursive: true });
    const path = join(directory, `${name}.ndjson`);
    writeFileSync(path, this.rejections.map((one) => `${JSON.stringify(one)}\n`).join(""));
    syncFile(path);
  }

  /** Copies some of a scratch file's lines to another. */
  async select(from: Lines, rows: readonly ScratchRow[], path: string): Promise<Lines> {
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
}

/** Removes what a run left behind that was killed: staged files, and Parquet files that the manifest does not name. */
export function removeLeftovers(lake: string, manifest: Manifest): void {
  rmSync(join(lake, "_staging"), { recursive: true, force: true });
  for (const entry of readdirSync(lake, { withFileTypes: true })) {
    if (!entry.isDirectory() || entry.name.startsWith("_")) continue;
    const files = manifest.tables[entry.name]?.files ?? {};
    for (const path of readdirSync(join(lake, entry.name), { recursive: true, encoding: "utf8" })) {
      if (path.endsWith(".parquet") && !Object.hasOwn(files, path))
        rmSync(join(lake, entry.name, path), { force: true });
    }
  }
}

/** When an event happened; a text says why that is not known. */
function timeOf(
  event: Readonly<Record<string, unknown>>,
  meta: Readonly<Record<string, unknown>>,
  timestamp: number | undefined,
): number | string {
  const text = meta["dt"] ?? event["dt"];
  if (text === undefined || text === null) {
    return timestamp ?? "it does not say when it happened: it has neither meta.dt nor dt";
  }
  const time = typeof text === "string" ? parseTime(text) : undefined;
  return time ?? "its time is not a date-time";
}

/** The identifier by which an event is known when it comes again. */
function idOf(
  event: Readonly<Record<string, unknown>>,
  meta: Readonly<Record<string, unknown>>,
): string | undefined {
  const id = meta["id"] ?? event["uuid"];
  return typeof id === "string" && id !== "" ? id : undefined;
}

/** Where a table stores that identifier. */
function idExpression({ columns }: LakeTable): string | undefined {
  const meta = columns.find(({ name }) => name === "meta")?.type;
  const hasId =
    meta?.kind === "struct" && meta.fields.some(({ name, type }) => name === "id" && type.kind === "string");
  const hasUuid = columns.some(({ name, type }) => name === "uuid" && type.kind === "string");
  const parts = [...(hasId ? ["meta.id"] : []), ...(hasUuid ? ["uuid"] : [])];
  return parts.length === 0 ? undefined : `coalesce(${parts.join(", ")})`;
}

function isFull(error: EngineError): boolean {
  return /No space left on device|Out of Memory/i.test(error.message);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function hashOf(texts: readonly string[]): string {
  return createHash("sha256").update(texts.join("\n")).digest("hex").slice(0, 20);
}
