import {
  closeSync,
  copyFileSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { Plan, Write } from "@addendum/schema-repository";
import { UserError } from "../user-error.ts";

/**
 * Writes a plan to disk. Everything is written to temporary files first and then renamed, in the plan's order, so that
 * a file is old or new whenever the process is killed, and a full disk changes nothing. Throws {@link UserError};
 * nothing was changed then, unless a rename itself failed.
 * @param root absolute; the paths of the plan are below it
 * @param isDurable whether the files survive the machine's end; what can be made again at any time need not
 */
export function writePlan(root: string, plan: Plan, isDurable = true): void {
  const directories = new Set(
    plan.filter(({ kind }) => kind !== "removal").map(({ path }) => dirname(join(root, path))),
  );
  const prepared: { temporary: string; path: string }[] = [];
  try {
    for (const directory of directories) {
      mkdirSync(directory, { recursive: true });
      removeLeftovers(directory);
    }
    for (const [index, write] of plan.entries()) {
      if (write.kind === "removal") continue;
      const path = join(root, write.path);
      const temporary = join(dirname(path), `${temporaryPrefix}${process.pid}-${index}.tmp`);
      prepared.push({ temporary, path });
      prepare(write, temporary, root, plan, isDurable);
    }
  } catch (cause) {
    for (const { temporary } of prepared) rmSync(temporary, { force: true });
    throw failure(cause);
  }
  try {
    for (const { temporary, path } of prepared) renameSync(temporary, path);
    for (const { kind, path } of plan) if (kind === "removal") remove(root, path);
    if (isDurable) for (const directory of directories) syncDirectory(directory);
  } catch (cause) {
    for (const { temporary } of prepared) rmSync(temporary, { force: true });
    throw failure(cause);
  }
}

const temporaryPrefix = ".addendum-";

/** Removes a file, and the directories that are empty then. */
function remove(root: string, path: string): void {
  rmSync(join(root, path), { force: true });
  for (let directory = dirname(path); directory !== "."; directory = dirname(directory)) {
    try {
      rmdirSync(join(root, directory));
    } catch {
      return; // It holds something else.
    }
  }
}

function prepare(
  write: Exclude<Write, { kind: "removal" }>,
  temporary: string,
  root: string,
  plan: Plan,
  isDurable: boolean,
): void {
  if (write.kind === "file") return writeNew(temporary, write.text, isDurable);
  if (write.style === "target-name") return writeNew(temporary, write.target, isDurable);
  if (write.style === "link") {
    try {
      symlinkSync(write.target, temporary);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EPERM") throw error;
      // No links here: a copy serves anyone who reads the alias.
    }
  }
  const target = join(dirname(write.path), write.target);
  const planned = plan.find((other) => other.kind === "file" && join(other.path) === target);
  if (planned?.kind === "file") writeNew(temporary, planned.text, isDurable);
  else copyFileSync(join(root, target), temporary);
}

function writeNew(path: string, text: string, isDurable: boolean): void {
  const file = openSync(path, "wx");
  try {
    writeFileSync(file, text);
    if (isDurable) fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function syncDirectory(directory: string): void {
  let handle: number;
  try {
    handle = openSync(directory, "r");
  } catch {
    return; // Windows opens no directories, and needs none synced.
  }
  try {
    fsyncSync(handle);
  } catch {
    // Some file systems cannot sync a directory; the files themselves are safe.
  } finally {
    closeSync(handle);
  }
}

/** What a process that was killed left behind. */
function removeLeftovers(directory: string): void {
  for (const name of readdirSync(directory)) {
    const match = /^\.addendum-(\d+)-\d+\.tmp$/.exec(name);
    if (match !== null && !isRunning(Number(match[1]))) rmSync(join(directory, name), { force: true });
  }
}

function isRunning(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function failure(cause: unknown): Error {
  const { code, path } = cause as NodeJS.ErrnoException;
  if (code === undefined) return cause as Error;
  const reasons: Record<string, string> = {
    ENOSPC: "the disk is full",
    EACCES: "permission denied",
    EPERM: "permission denied",
    EROFS: "the file system is read-only",
    EISDIR: "a directory of that name exists",
    ENOTDIR: "a file is where a directory should be",
    EEXIST: "another file of that name exists",
  };
  return new UserError(`cannot write ${path ?? "the files"}: ${reasons[code] ?? code}.`, { cause });
}

/** Whether a path exists, including broken links. */
export function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
