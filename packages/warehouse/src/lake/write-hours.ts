import { mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Engine, EngineError } from "../engine.ts";
import type { Batch, Rejection, ScratchLines, ScratchRow } from "./batch.ts";
import { hourPath } from "./hour.ts";
import { rowGroup } from "./lake-engine.ts";
import { type LakeTable, quotedText, readType, selectColumns } from "./lake-table.ts";
import type { LakeFile } from "./manifest.ts";

/** Lines of some hours of a table, on their way to Parquet files. */
export interface HoursToWrite {
  readonly table: LakeTable;
  readonly lines: ScratchLines;
  readonly batch: Batch;
  /** What the files are called. */
  readonly name: string;
  /** Where they are written, below their hours' directories. */
  readonly out: string;
  /** Bytes that a line has at most. */
  readonly lineLimit: number;
}

/** The result of writing hours. */
export interface WrittenHours {
  /** By path below {@link HoursToWrite.out}. */
  readonly files: Readonly<Record<string, LakeFile>>;
  /** Lines that DuckDB refuses, and why. */
  readonly rejections: readonly Rejection[];
}

/** What no column of a table is called. */
const partitionName = "_addendum_hour";

/** Writes lines to a Parquet file for each hour, but for those that DuckDB refuses. Rejects with {@link EngineError}. */
export async function writeHours(engine: Engine, work: HoursToWrite): Promise<WrittenHours> {
  const { lines, batch } = work;
  const parts = join(batch.directory, "parts");
  const rejections: Rejection[] = [];
  try {
    await copy(engine, work, lines, parts);
  } catch (error) {
    if (!(error instanceof EngineError) || isExhausted(error)) throw error;
    rmSync(parts, { recursive: true, force: true });
    const refused = await findRefused(engine, work, lines, error);
    for (const [{ at }, reason] of refused) rejections.push({ ...at, reason });
    const rows = lines.rows.filter((row) => !refused.has(row));
    if (rows.length === 0) return { files: {}, rejections };
    const good = await batch.select(lines, rows);
    await copy(engine, work, good, parts);
    rmSync(good.path, { force: true });
  }
  return { files: await moveParts(engine, work, parts), rejections };
}

/** Writes lines below a directory for each hour. */
async function copy(
  engine: Engine,
  { table, lineLimit }: HoursToWrite,
  { path }: ScratchLines,
  parts: string,
): Promise<void> {
  mkdirSync(parts, { recursive: true });
  await engine.execute(
    `COPY (SELECT ${selectColumns(table.columns, "event")}, hour_number AS ${partitionName} FROM ${reading(path, table, lineLimit)}) TO ${quotedText(parts)} (FORMAT parquet, COMPRESSION zstd, ${rowGroup}, PARTITION_BY (${partitionName}), OVERWRITE_OR_IGNORE)`,
  );
}

/** A scratch file as a table with the columns `hour_number` and `event`. */
function reading(path: string, table: LakeTable, lineLimit: number): string {
  return `read_json(${quotedText(path)}, format = 'newline_delimited', records = true, maximum_object_size = ${2 * lineLimit}, columns = {hour_number: 'BIGINT', event: ${quotedText(readType(table.columns))}})`;
}

async function moveParts(
  engine: Engine,
  { name, out }: HoursToWrite,
  parts: string,
): Promise<Readonly<Record<string, LakeFile>>> {
  const { rows: counts } = await engine.query(
    `SELECT file_name, num_rows FROM parquet_file_metadata(${quotedText(`${parts}/**/*.parquet`)})`,
  );
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

/** Finds the lines that DuckDB refuses, by halves, and its reason for each. */
async function findRefused(
  engine: Engine,
  work: HoursToWrite,
  lines: ScratchLines,
  reason: EngineError,
): Promise<ReadonlyMap<ScratchRow, string>> {
  const { table, batch, lineLimit } = work;
  const [only, ...others] = lines.rows;
  if (only === undefined) return new Map();
  if (others.length === 0) return new Map([[only, reasonOf(reason)]]);
  const half = lines.rows.length >> 1;
  const refused = new Map<ScratchRow, string>();
  const probe = join(batch.directory, "probe.parquet");
  for (const rows of [lines.rows.slice(0, half), lines.rows.slice(half)]) {
    const part = await batch.select(lines, rows);
    try {
      await engine.execute(
        `COPY (SELECT ${selectColumns(table.columns, "event")} FROM ${reading(part.path, table, lineLimit)}) TO ${quotedText(probe)} (FORMAT parquet)`,
      );
    } catch (error) {
      if (!(error instanceof EngineError) || isExhausted(error)) throw error;
      for (const [row, why] of await findRefused(engine, work, part, error)) refused.set(row, why);
    } finally {
      rmSync(part.path, { force: true });
      rmSync(probe, { force: true });
    }
  }
  return refused;
}

function reasonOf({ message }: EngineError): string {
  return message.replace(/^DuckDB: /, "").replace(/ in file "[^"]*", in line \d+/, "");
}

/** Whether the machine refuses, and not the value: no line is to blame. */
function isExhausted(error: EngineError): boolean {
  return /No space left on device|Out of Memory|IO Error|Permission denied/i.test(error.message);
}
