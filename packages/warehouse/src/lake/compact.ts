import { mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Engine } from "../engine.ts";
import { hashOf } from "./batch.ts";
import { syncAll, syncFile } from "./files.ts";
import { rowGroup } from "./lake-engine.ts";
import { quotedText } from "./lake-table.ts";
import {
  type LakeFile,
  type LakeTableFiles,
  type Manifest,
  withReplaced,
  writeManifest,
} from "./manifest.ts";

/** The manifest is written anew after so many. */
const hoursAtOnce = 50;

/**
 * Makes one file of the many that an hour has, and returns the manifest that says so. Old files are removed once the
 * manifest no longer names them.
 * @param filesPerHour how many files an hour may have
 * @param engine is asked for only if there is something to do
 */
export async function compact(
  lake: string,
  before: Manifest,
  filesPerHour: number,
  engine: () => Promise<Engine>,
): Promise<Manifest> {
  let manifest = before;
  for (const [table, ofTable] of Object.entries(before.tables)) {
    const crowded = crowdedHours(ofTable, filesPerHour);
    for (let at = 0; at < crowded.length; at += hoursAtOnce) {
      const added: Record<string, LakeFile> = {};
      const removed: string[] = [];
      for (const [hour, paths] of crowded.slice(at, at + hoursAtOnce)) {
        const name = `${hour}/${hashOf(paths)}.parquet`;
        await joinFiles(await engine(), lake, table, paths, name);
        added[name] = describeFile(
          join(lake, table, name),
          paths.map((path) => ofTable.files[path]),
        );
        removed.push(...paths);
      }
      await syncAll(Object.keys(added).map((name) => dirname(join(lake, table, name))));
      manifest = withReplaced(manifest, table, removed, added);
      writeManifest(lake, manifest);
      for (const path of removed) rmSync(join(lake, table, path), { force: true });
    }
  }
  return manifest;
}

/** Writes the rows of some files of a table to one. */
async function joinFiles(
  engine: Engine,
  lake: string,
  table: string,
  paths: readonly string[],
  name: string,
): Promise<void> {
  const temporary = join(lake, "_staging", "compacted.parquet");
  mkdirSync(dirname(temporary), { recursive: true });
  const sources = paths.map((path) => quotedText(join(lake, table, path)));
  await engine.execute(
    `COPY (SELECT * FROM read_parquet([${sources.join(", ")}], union_by_name = true, hive_partitioning = false)) TO ${quotedText(temporary)} (FORMAT parquet, COMPRESSION zstd, ${rowGroup})`,
  );
  syncFile(temporary);
  renameSync(temporary, join(lake, table, name));
}

function describeFile(path: string, parts: readonly (LakeFile | undefined)[]): LakeFile {
  const masked = parts.map((part) => part?.masked ?? []);
  return {
    rows: parts.reduce((sum, part) => sum + (part?.rows ?? 0), 0),
    bytes: statSync(path).size,
    // What is masked in some of them only is due in the others, and is masked again.
    masked: (masked[0] ?? []).filter((one) => masked.every((list) => list.includes(one))),
  };
}

/** Hours with more files than they may have, and their paths. */
function crowdedHours(
  { files }: LakeTableFiles,
  filesPerHour: number,
): readonly [string, readonly string[]][] {
  const byHour = new Map<string, string[]>();
  for (const path of Object.keys(files)) {
    const hour = dirname(path);
    const paths = byHour.get(hour);
    if (paths === undefined) byHour.set(hour, [path]);
    else paths.push(path);
  }
  return [...byHour].filter(([, paths]) => paths.length > filesPerHour);
}
