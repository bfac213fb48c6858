import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeAtomically } from "./files.ts";
import type { TableOrigin } from "./lake-table.ts";

/** How far a source of events is loaded. */
export interface Loaded {
  /** Bytes of a file's text, or the offset of a partition of a topic. */
  readonly upTo: number;
  readonly lines: number;
  /** When the oldest event in it happened, in milliseconds since the epoch; absent where no event says so. */
  readonly oldest?: number;
}

/** A Parquet file of the lake. */
export interface LakeFile {
  readonly rows: number;
  readonly bytes: number;
  /** Personal fields that retention has emptied or hashed in it. */
  readonly masked?: readonly string[];
}

/** What a table of the lake contains. */
export interface LakeTableFiles {
  readonly origin?: TableOrigin;
  /** By path below the table's directory. */
  readonly files: Readonly<Record<string, LakeFile>>;
  /** Paths of hours that retention deleted: what is late for them is counted, not loaded. */
  readonly deletedHours: readonly string[];
}

/** When canaries of a stream were loaded that its table would have stored, in milliseconds since the epoch. */
export interface CanarySighting {
  readonly first: number;
  readonly last: number;
}

/** Streams whose canaries are remembered. An expression in `streams.yaml` lets clients name as many as they like. */
const mostStreams = 10_000;

/**
 * The contents of a lake. The manifest is written last: a Parquet file that it does not name is a leftover of a run
 * that ended in the middle, and is removed by the next.
 */
export interface Manifest {
  readonly version: 1;
  /** By identity of the source. */
  readonly sources: Readonly<Record<string, Loaded>>;
  readonly tables: Readonly<Record<string, LakeTableFiles>>;
  /** By stream. Absent in lakes that saw none. */
  readonly canaries?: Readonly<Record<string, CanarySighting>>;
}

/** A lake's manifest cannot be read. */
export class BrokenManifest extends Error {}

const emptyManifest: Manifest = { version: 1, sources: {}, tables: {} };

export function manifestPath(lake: string): string {
  return join(lake, "_manifest.json");
}

/** An empty one where there is none. Throws {@link BrokenManifest}. */
export function readManifest(lake: string): Manifest {
  const path = manifestPath(lake);
  if (!existsSync(path)) return emptyManifest;
  let found: unknown;
  try {
    found = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new BrokenManifest(`${path} cannot be read: ${(error as Error).message}`, { cause: error });
  }
  if (typeof found !== "object" || found === null || (found as Manifest).version !== 1) {
    throw new BrokenManifest(`${path} is not a manifest of this version of Addendum.`);
  }
  return found as Manifest;
}

/** The tables of a lake, by name. Throws {@link BrokenManifest}. */
export function tableOrigins(lake: string): ReadonlyMap<string, TableOrigin> {
  const { tables } = readManifest(lake);
  return new Map(
    Object.entries(tables).flatMap(([name, { origin }]) => (origin ? [[name, origin] as const] : [])),
  );
}

/** When canaries were seen, by stream. Throws {@link BrokenManifest}. */
export function canarySightings(lake: string): ReadonlyMap<string, CanarySighting> {
  return new Map(Object.entries(readManifest(lake).canaries ?? {}));
}

/** Paths of hours that retention deleted, by table. Throws {@link BrokenManifest}. */
export function deletedHours(lake: string): ReadonlyMap<string, readonly string[]> {
  const { tables } = readManifest(lake);
  return new Map(Object.entries(tables).map(([name, table]) => [name, table.deletedHours]));
}

export function writeManifest(lake: string, manifest: Manifest): void {
  writeAtomically(manifestPath(lake), `${JSON.stringify(manifest)}\n`);
}

/** What a table gets from a batch. */
export interface AddedFiles {
  readonly origin?: TableOrigin | undefined;
  readonly files: Readonly<Record<string, LakeFile>>;
}

/** What a batch was read from. */
export interface BatchInput {
  readonly sources: Readonly<Record<string, Loaded>>;
  /** Streams of which there were canaries. */
  readonly canaries: ReadonlySet<string>;
}

/**
 * The manifest after a batch was added.
 * @param now milliseconds since the epoch
 */
export function withBatch(
  manifest: Manifest,
  { sources, canaries }: BatchInput,
  added: Readonly<Record<string, AddedFiles>>,
  now: number,
): Manifest {
  const tables: Record<string, LakeTableFiles> = { ...manifest.tables };
  for (const [table, { origin, files }] of Object.entries(added)) {
    const known = tables[table] ?? { files: {}, deletedHours: [] };
    tables[table] = { ...known, ...(origin && { origin }), files: { ...known.files, ...files } };
  }
  const seen = withSightings(manifest.canaries ?? {}, canaries, now);
  return {
    version: 1,
    sources: { ...manifest.sources, ...sources },
    tables,
    ...(seen !== undefined && { canaries: seen }),
  };
}

function withSightings(
  before: Readonly<Record<string, CanarySighting>>,
  streams: ReadonlySet<string>,
  now: number,
): Readonly<Record<string, CanarySighting>> | undefined {
  const seen = new Map(Object.entries(before));
  for (const stream of streams) {
    const known = seen.get(stream);
    if (known === undefined && seen.size >= mostStreams) continue;
    seen.set(stream, { first: known?.first ?? now, last: now });
  }
  return seen.size === 0 ? undefined : Object.fromEntries(seen);
}

/** The manifest after files of a table were replaced. */
export function withReplaced(
  manifest: Manifest,
  table: string,
  removed: readonly string[],
  added: Readonly<Record<string, LakeFile>>,
  deletedHours: readonly string[] = [],
): Manifest {
  const known = manifest.tables[table] ?? { files: {}, deletedHours: [] };
  const gone = new Set(removed);
  const kept = Object.entries(known.files).filter(([path]) => !gone.has(path));
  return {
    ...manifest,
    tables: {
      ...manifest.tables,
      [table]: {
        ...known,
        files: { ...Object.fromEntries(kept), ...added },
        deletedHours: [...new Set([...known.deletedHours, ...deletedHours])].sort(),
      },
    },
  };
}
