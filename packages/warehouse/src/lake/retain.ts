import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Column, parseDuration } from "@addendum/event-fields";
import type { Engine } from "../engine.ts";
import { type EventFile, eventFiles } from "./event-files.ts";
import { syncAll, syncFile } from "./files.ts";
import { hourNumber, hourOfPath } from "./hour.ts";
import { intakeLeftovers } from "./left-by-intake.ts";
import { openLakeEngine, rowGroup } from "./lake-engine.ts";
import { emptyRow, type LakeTable, quotedName, quotedText } from "./lake-table.ts";
import { removeLeftovers } from "./leftovers.ts";
import { whileLocked } from "./lock.ts";
import { type LakeFile, type Manifest, readManifest, withReplaced, writeManifest } from "./manifest.ts";

/** What happens to a personal field once it has been stored for its days. */
export type AfterRetention = "empty" | "hash";

export interface RetainOptions {
  readonly lake: string;
  /** The directory with the intake's files. */
  readonly events: string;
  readonly tables: readonly LakeTable[];
  /** What happens to a kind of personal data in a table's events; `empty` where it says nothing. */
  readonly treatment: (table: string, kind: string) => AfterRetention;
  /** A secret, so that a hash cannot be looked up by trying all addresses. */
  readonly hashKey: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What a run deleted and rewrote. */
export interface RetainReport {
  readonly deletedHours: number;
  readonly deletedRows: number;
  readonly rewrittenFiles: number;
  /** The intake's own files, what it leaves beside them, and lists of what was rejected. */
  readonly deletedFiles: number;
  /** Files of events that are too old and not loaded: they stay until they are. */
  readonly notLoaded: readonly string[];
  /** Tables of the lake that no stream and no schema defines: it is unknown how long they may be stored. */
  readonly unknownTables: readonly string[];
}

/** A duration in `streams.yaml` or in a schema cannot be read. */
export class UnreadableDuration extends Error {}

const dayHours = 24;

/** The manifest is written anew after so many. */
const filesAtOnce = 50;

/**
 * Deletes the hours that are past their table's retention, and empties or hashes personal fields past theirs, in every
 * file that holds them. What is rewritten is written beside and swapped; a run that was killed is completed by the next.
 * Throws {@link UnreadableDuration} before anything is touched.
 */
export function retain(options: RetainOptions): Promise<RetainReport> {
  const marks = new Map(options.tables.map((table) => [table.name, personalColumns(table)]));
  return whileLocked(options.lake, async () => {
    removeLeftovers(options.lake, readManifest(options.lake));
    const engine = await openLakeEngine(options.lake);
    try {
      return await new Retention(options, marks, engine).run();
    } finally {
      await engine.close();
      rmSync(join(options.lake, "_staging"), { recursive: true, force: true });
    }
  });
}

/** A personal field of a table, and for how many days it is stored as it came. */
interface PersonalColumn {
  readonly path: string;
  readonly kind: string;
  readonly days: number;
}

class Retention {
  private manifest: Manifest;
  private readonly options: RetainOptions;
  private readonly marks: ReadonlyMap<string, readonly PersonalColumn[]>;
  private readonly engine: Engine;

  constructor(options: RetainOptions, marks: ReadonlyMap<string, readonly PersonalColumn[]>, engine: Engine) {
    this.options = options;
    this.marks = marks;
    this.engine = engine;
    this.manifest = readManifest(options.lake);
  }

  async run(): Promise<RetainReport> {
    let [deletedHours, deletedRows, rewrittenFiles] = [0, 0, 0];
    for (const table of this.options.tables) {
      const deleted = this.deleteHours(table);
      deletedHours += deleted.hours;
      deletedRows += deleted.rows;
      rewrittenFiles += await this.maskFiles(table);
    }
    const { deletedFiles, notLoaded } = this.deleteInput();
    const known = new Set(this.options.tables.map(({ name }) => name));
    const unknownTables = Object.entries(this.manifest.tables)
      .filter(([name, { files }]) => !known.has(name) && Object.keys(files).length > 0)
      .map(([name]) => name);
    return { deletedHours, deletedRows, rewrittenFiles, deletedFiles, notLoaded, unknownTables };
  }

  /** Whether all of an hour is older than so many days. */
  private isPast(hour: number, days: number): boolean {
    return hour + 1 + days * dayHours <= hourNumber(this.options.now);
  }

  private deleteHours(table: LakeTable): { readonly hours: number; readonly rows: number } {
    const { retentionDays, name } = table;
    const files = this.manifest.tables[name]?.files ?? {};
    if (retentionDays === undefined) return { hours: 0, rows: 0 };
    const old = Object.entries(files).filter(([path]) => {
      const hour = hourOfPath(dirname(path));
      return hour !== undefined && this.isPast(hour, retentionDays);
    });
    if (old.length === 0) return { hours: 0, rows: 0 };
    const hours = new Set(old.map(([path]) => dirname(path)));
    const paths = old.map(([path]) => path);
    this.manifest = withReplaced(this.manifest, name, paths, {}, [...hours]);
    writeManifest(this.options.lake, this.manifest);
    this.removeFiles(name, paths);
    return { hours: hours.size, rows: old.reduce((sum, [, { rows }]) => sum + rows, 0) };
  }

  /** Rewrites files whose personal fields are past their days, once for each set of fields. */
  private async maskFiles(table: LakeTable): Promise<number> {
    const { lake } = this.options;
    const columns = this.marks.get(table.name) ?? [];
    const files = Object.entries(this.manifest.tables[table.name]?.files ?? {}).flatMap(([path, file]) => {
      const hour = hourOfPath(dirname(path));
      if (hour === undefined) return [];
      const due = columns.filter(({ days }) => this.isPast(hour, days)).map((column) => column.path);
      const done = new Set(file.masked);
      const fresh = due.filter((one) => !done.has(one));
      return fresh.length === 0 ? [] : [{ path, file, due, fresh: new Set(fresh) }];
    });
    for (let at = 0; at < files.length; at += filesAtOnce) {
      const added: Record<string, LakeFile> = {};
      const removed: string[] = [];
      for (const { path, file, due, fresh } of files.slice(at, at + filesAtOnce)) {
        const target = path.replace(/(?:~\d+)?\.parquet$/, `~${due.length}.parquet`);
        const bytes = await this.maskFile(table, path, target, fresh);
        added[target] = { rows: file.rows, bytes, masked: due };
        if (target !== path) removed.push(path);
      }
      await syncAll(Object.keys(added).map((path) => dirname(join(lake, table.name, path))));
      this.manifest = withReplaced(this.manifest, table.name, removed, added);
      writeManifest(lake, this.manifest);
      this.removeFiles(table.name, removed);
    }
    return files.length;
  }

  /** Writes a file without the personal fields that are due, and returns its size in bytes. */
  private async maskFile(
    table: LakeTable,
    path: string,
    target: string,
    due: ReadonlySet<string>,
  ): Promise<number> {
    const { lake } = this.options;
    const temporary = join(lake, "_staging", "masked.parquet");
    mkdirSync(dirname(temporary), { recursive: true });
    const select = table.columns.map((column) => {
      const name = quotedName(column.name);
      return `${this.masked(table.name, column, name, column.name, due)} AS ${name}`;
    });
    // A file lacks what was declared after it was written, inside of structs, too.
    const source = `${emptyRow(table.columns)} UNION ALL BY NAME SELECT * FROM read_parquet(${quotedText(join(lake, table.name, path))}, hive_partitioning = false)`;
    await this.engine.execute(
      `COPY (SELECT ${select.join(", ")} FROM (${source})) TO ${quotedText(temporary)} (FORMAT parquet, COMPRESSION zstd, ${rowGroup})`,
    );
    syncFile(temporary);
    renameSync(temporary, join(lake, table.name, target));
    return statSync(join(lake, table.name, target)).size;
  }

  /** An expression for a column in which the personal fields that are due are emptied or hashed. */
  private masked(
    table: string,
    { type, personal }: Column,
    value: string,
    path: string,
    due: ReadonlySet<string>,
    depth = 0,
  ): string {
    if (personal !== undefined && due.has(path)) {
      if (type.kind !== "string" || this.options.treatment(table, personal.kind) === "empty")
        return `nullif(${value}, ${value})`;
      return `sha256(${quotedText(this.options.hashKey)} || ${value})`;
    }
    if (![...due].some((one) => one.startsWith(`${path}.`))) return value;
    const item = `i${depth}`;
    switch (type.kind) {
      case "struct": {
        const fields = type.fields.map((field) => {
          const member = `struct_extract(${value}, ${quotedText(field.name)})`;
          return `${quotedName(field.name)} := ${this.masked(table, field, member, `${path}.${field.name}`, due, depth + 1)}`;
        });
        return `CASE WHEN ${value} IS NULL THEN NULL ELSE struct_pack(${fields.join(", ")}) END`;
      }
      case "list":
        return `list_transform(${value}, lambda ${item}: ${this.masked(table, { name: "*", type: type.items }, item, `${path}.*`, due, depth + 1)})`;
      case "map": {
        const member = this.masked(
          table,
          { name: "*", type: type.values },
          `${item}.value`,
          `${path}.*`,
          due,
          depth + 1,
        );
        return `map_from_entries(list_transform(map_entries(${value}), lambda ${item}: struct_pack(k := ${item}.key, v := ${member})))`;
      }
      default:
        return value;
    }
  }

  /**
   * The intake's files, what it leaves beside them, and what was rejected hold all fields as they came: they go with the
   * shortest time of all.
   */
  private deleteInput(): Pick<RetainReport, "deletedFiles" | "notLoaded"> {
    const { lake, events, tables, now } = this.options;
    const days = Math.min(
      ...tables.flatMap(({ retentionDays, name }) => [
        // Of a stream that stores nothing, no file of the intake should contain anything.
        ...(retentionDays === undefined || retentionDays === 0 ? [] : [retentionDays]),
        ...(this.marks.get(name) ?? []).map((column) => column.days),
      ]),
    );
    // An event that was never to be stored counts as one of 1970.
    const isOld = (path: string, oldest = Infinity) =>
      oldest === 0 || Math.min(statSync(path).mtimeMs, oldest) + days * 86_400_000 <= now;
    let deletedFiles = 0;
    const notLoaded: string[] = [];
    const files = existsSync(events) ? eventFiles(events, (path) => notLoaded.push(path)) : [];
    for (const file of files) {
      const loaded = this.manifest.sources[file.identity];
      if (!isOld(file.path, loaded?.oldest) || isBeingWritten(file, now)) continue;
      const isLoaded =
        file.wholeLines === undefined
          ? this.manifest.sources[`${file.identity} finished`] !== undefined
          : loaded !== undefined && loaded.upTo >= file.wholeLines;
      if (isLoaded) {
        rmSync(file.path);
        deletedFiles++;
      } else {
        notLoaded.push(file.path);
      }
    }
    for (const { path, oldest, isOpen } of existsSync(events)
      ? intakeLeftovers(events, now, (path) => notLoaded.push(path))
      : []) {
      if (isOpen || !isOld(path, oldest)) continue;
      rmSync(path, { force: true });
      deletedFiles++;
    }
    const rejected = join(lake, "_rejected");
    for (const name of existsSync(rejected) ? readdirSync(rejected) : []) {
      if (!isOld(join(rejected, name))) continue;
      rmSync(join(rejected, name));
      deletedFiles++;
    }
    return { deletedFiles, notLoaded };
  }

  /** Removes files, and the directories of hours that they leave empty. */
  private removeFiles(table: string, paths: readonly string[]): void {
    const root = join(this.options.lake, table);
    for (const path of paths) {
      rmSync(join(root, path), { force: true });
      for (let directory = dirname(path); directory !== "."; directory = dirname(directory)) {
        if (readdirSync(join(root, directory)).length > 0) break;
        rmdirSync(join(root, directory));
      }
    }
  }
}

/** The intake appends to an hour's file until the hour is over; a file that ends with a whole line has no writer. */
function isBeingWritten({ path, wholeLines, size }: EventFile, now: number): boolean {
  if (wholeLines === undefined) return false;
  const hour = /(\d{4}-\d{2}-\d{2}T\d{2})\.\d+\.ndjson$/.exec(path)?.[1];
  if (hour !== undefined && hour >= new Date(now).toISOString().slice(0, 13)) return true;
  return wholeLines < size;
}

/** Throws {@link UnreadableDuration}. */
function personalColumns(table: LakeTable): readonly PersonalColumn[] {
  const found: PersonalColumn[] = [];
  const visit = ({ name, type, personal }: Column, within: string): void => {
    const path = within === "" ? name : `${within}.${name}`;
    if (personal?.retention !== undefined) {
      const days = parseDuration(personal.retention);
      if (days === undefined) {
        throw new UnreadableDuration(
          `${table.name}: “${personal.retention}”, the retention of ${path}, is not a duration such as “90 days” or “P90D”.`,
        );
      }
      found.push({ path, kind: personal.kind, days });
    }
    switch (type.kind) {
      case "struct":
        for (const field of type.fields) visit(field, path);
        break;
      case "list":
        visit({ name: "*", type: type.items }, path);
        break;
      case "map":
        visit({ name: "*", type: type.values }, path);
        break;
      default:
    }
  };
  for (const column of table.columns) visit(column, "");
  return found;
}
