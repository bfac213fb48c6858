import { execFile } from "node:child_process";
import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";

/** Writes a file beside its place, syncs it, and renames it: anyone who reads it sees the old text or the new one. */
export function writeAtomically(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  const descriptor = openSync(temporary, "w");
  try {
    writeFileSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(temporary, path);
  syncDirectory(dirname(path));
}

/** Makes renames in a directory durable. */
export function syncDirectory(path: string): void {
  const descriptor = openSync(path, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** From so many files on, one sync of the whole file system costs less than one for each. */
const manyFiles = 50;

/** Syncs files and directories of one file system. */
export async function syncAll(paths: readonly string[]): Promise<void> {
  const [first] = paths;
  if (paths.length > manyFiles && first !== undefined && (await syncFileSystem(first))) return;
  for (let at = 0; at < paths.length; at += 64) {
    await Promise.all(
      paths.slice(at, at + 64).map(async (path) => {
        const file = await open(path, "r");
        try {
          await file.sync();
        } finally {
          await file.close();
        }
      }),
    );
  }
}

/** Syncs the file system of a path; false where there is no command for that. Source: coreutils, `sync -f`. */
async function syncFileSystem(path: string): Promise<boolean> {
  try {
    await promisify(execFile)("sync", ["-f", path]);
    return true;
  } catch {
    return false;
  }
}

/** Makes writes to a file durable. */
export function syncFile(path: string): void {
  syncDirectory(path);
}
