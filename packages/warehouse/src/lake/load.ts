import { createHash } from "node:crypto";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import { type Engine, EngineError } from "../engine.ts";
import { openDuckDb } from "../engines/duckdb.ts";
import { type EventFile, eventFiles } from "./event-files.ts";
import { type EventLine, eventLines } from "./event-lines.ts";
import { syncDirectory, syncFile } from "./files.ts";
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
    const engine = await openDuckDb({ threads: 2, memory: "384MB", spill: join(lake, "_staging", "spill") });
    try {
      return await new Loader(options, engine).run();
    } catch (error) {
      removeLeftovers(lake, readManifest(lake));
      throw error;
    } finally {
      await engine.close();
      rmSync(join(lake, "_staging"), { recursive: true, force: true });
    }
  });
}

class Loader {
  private manifest: Manifest;
  private readonly options: LoadOptions;
  private readonly engine: Engine;
  private readonly counts = { events: 0, loaded: 0, canaries: 0, duplicates: 0, rejected: 0, late: 0 };
  private readonly tables = new Map<string, number>();
  private readonly deleted = new Map<string, ReadonlySet<string>>();
  private readonly unreadable: { path: string; reason: string }[] = [];

  constructor(options: LoadOptions, engine: Engine) {
    this.options = options;
    this.engine = engine;
    this.manifest = readManifest(options.lake);
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
    for (const [tableName, hours] of batch.hours) {
      const table = batch.tables.get(tableName) as LakeTable;
      const known = await this.knownIds(table, batch.idsOf(tableName));
      for (const [hour, scratch] of hours) {
        const path = `${hourPath(hour)}/${name}.parquet`;
        const written = await this.writeHour(
          table,
          scratch,
          known,
          batch,
          join(batch.directory, "out", tableName, path),
        );
        if (written === undefined) continue;
        (files[tableName] ??= {})[path] = written;
        this.counts.loaded += written.rows;
        this.tables.set(tableName, (this.tables.get(tableName) ?? 0) + written.rows);
      }
    }
    batch.writeRejections(join(lake, "_rejected"), name);
    const directories = new Set<string>();
    for (const [tableName, ofTable] of Object.entries(files)) {
      for (const path of Object.keys(ofTable)) {
        const target = join(lake, tableName, path);
        mkdirSync(dirname(target), { recursive: true });
        renameSync(join(batch.directory, "out", tableName, path), target);
        directories.add(dirname(target));
      }
    }
    for (const directory of directories) syncDirectory(directory);
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
    await this.engine.execute("CREATE OR REPLACE TEMP TABLE batch_ids (id VARCHAR)");
    const list = [...ids];
    for (let at = 0; at < list.length; at += 20_000) {
      const values = list.slice(at, at + 20_000).map((id) => `(${quotedText(id)})`);
      await this.engine.execute(`INSERT INTO batch_ids VALUES ${values.join(", ")}`);
    }
    const { rows } = await this.engine.query(
      `SELECT DISTINCT id FROM (SELECT ${column} AS id FROM read_parquet([${paths.join(", ")}], union_by_name = true)) SEMI JOIN batch_ids USING (id)`,
    );
    await this.engine.execute("DROP TABLE batch_ids");
    return new Set(rows.map(([id]) => String(id)));
  }

  /** Undefined where nothing is left to write. */
  private async writeHour(
    table: LakeTable,
    scratch: ScratchHour,
    known: ReadonlySet<string>,
    batch: Batch,
    target: string,
  ): Promise<LakeFile | undefined> {
    const rows = scratch.rows.filter(({ id }) => id === undefined || !known.has(id));
    this.counts.duplicates += scratch.rows.length - rows.length;
    if (rows.length === 0) return undefined;
    let source = scratch.path;
    if (rows.length < scratch.rows.length) {
      const wanted = new Set(rows.map(({ index }) => index));
      source = `${scratch.path}.fresh`;
      await batch.copyLines(scratch.path, source, (index) => wanted.has(index));
    }
    mkdirSync(dirname(target), { recursive: true });
    const refused = await this.copy(table, source, rows, target, batch);
    const count = rows.length - refused;
    if (count === 0) return undefined;
    syncFile(target);
    return { rows: count, bytes: statSync(target).size };
  }

  /** Returns how many lines DuckDB refused, which are rejected one by one. */
  private async copy(
    table: LakeTable,
    source: string,
    rows: readonly ScratchRow[],
    target: string,
    batch: Batch,
  ): Promise<number> {
    const copy = (from: string) =>
      this.engine.execute(
        `COPY (SELECT ${selectColumns(table.columns, "event")} FROM read_json(${quotedText(from)}, format = 'newline_delimited', records = true, maximum_object_size = ${2 * (this.options.lineLimit ?? defaultLineLimit)}, columns = {event: ${quotedText(readType(table.columns))}})) TO ${quotedText(target)} (FORMAT parquet, COMPRESSION zstd)`,
      );
    try {
      await copy(source);
      return 0;
    } catch (error) {
      // What it had begun to write is no file of Parquet's.
      rmSync(target, { force: true });
      if (!(error instanceof EngineError) || isFull(error)) throw error;
      if (rows.length === 1) {
        const [row] = rows as [ScratchRow];
        this.counts.rejected++;
        batch.reject({
          ...row.at,
          reason: error.message.replace(/^DuckDB: /, "").replace(/ in file "[^"]*", in line \d+/, ""),
        });
        return 1;
      }
    }
    // One of them is refused: each half alone says which.
    const half = rows.length >> 1;
    const [first, second] = [rows.slice(0, half), rows.slice(half)];
    const [a, b] = [`${source}.a`, `${source}.b`];
    await batch.copyLines(source, a, (index) => index < half);
    await batch.copyLines(source, b, (index) => index >= half);
    const [left, right] = [`${target}.a`, `${target}.b`];
    const refusedLeft = await this.copy(table, a, first, left, batch);
    const refusedRight = await this.copy(table, b, second, right, batch);
    const parts = [left, right].filter((path) => existsSync(path));
    if (parts.length > 0) {
      await this.engine.execute(
        `COPY (SELECT * FROM read_parquet([${parts.map(quotedText).join(", ")}], hive_partitioning = false)) TO ${quotedText(target)} (FORMAT parquet, COMPRESSION zstd)`,
      );
    }
    for (const path of [a, b, ...parts]) rmSync(path, { force: true });
    return refusedLeft + refusedRight;
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
        await this.engine.execute(
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
  readonly index: number;
  readonly id: string | undefined;
  readonly at: { readonly file: string; readonly line: number; readonly offset: number };
}

interface ScratchHour {
  readonly path: string;
  readonly rows: ScratchRow[];
  readonly waiting: Buffer[];
}

/** Lines of text that are written together. */
const flushBytes = 16 * 1024 * 1024;

const [open, close] = [Buffer.from('{"event":'), Buffer.from("}\n")];

/** What is read before it is in the lake. */
class Batch {
  bytes = 0;
  readonly directory: string;
  readonly sources: Record<string, Loaded> = {};
  readonly tables = new Map<string, LakeTable>();
  readonly hours = new Map<string, Map<number, ScratchHour>>();
  private readonly ids = new Map<string, Set<string>>();
  private readonly rejections: Rejection[] = [];
  private waiting = 0;

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
    let hours = this.hours.get(table.name);
    if (hours === undefined) {
      hours = new Map();
      this.hours.set(table.name, hours);
    }
    let scratch = hours.get(hour);
    if (scratch === undefined) {
      const path = join(this.directory, "in", table.name, `${hour}.ndjson`);
      scratch = { path, rows: [], waiting: [] };
      hours.set(hour, scratch);
    }
    scratch.rows.push({ index: scratch.rows.length, id, at });
    scratch.waiting.push(open, bytes, close);
    this.waiting += bytes.length;
    if (this.waiting > flushBytes) this.flush();
  }

  flush(): void {
    for (const hours of this.hours.values()) {
      for (const { path, waiting } of hours.values()) {
        if (waiting.length === 0) continue;
        mkdirSync(dirname(path), { recursive: true });
        appendFileSync(path, Buffer.concat(waiting));
        waiting.length = 0;
      }
    }
    this.waiting = 0;
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

  /** Copies the lines of a scratch file that are wanted. */
  async copyLines(from: string, to: string, isWanted: (index: number) => boolean): Promise<void> {
    writeFileSync(to, "");
    const range = { path: from, isCompressed: false, from: 0, to: undefined, linesBefore: 0 };
    for await (const lines of eventLines(range, Infinity)) {
      const wanted = lines.filter(({ number }) => isWanted(number - 1));
      appendFileSync(to, Buffer.concat(wanted.flatMap(({ bytes }) => [bytes as Buffer, Buffer.from("\n")])));
    }
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
