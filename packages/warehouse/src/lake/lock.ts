import {
  closeSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";

/** Somebody else writes to the lake. */
export class LakeBusy extends Error {}

/**
 * Runs a task, which is told whether the one before was killed, while nobody else writes to a lake. Throws {@link LakeBusy} where another process does; the lock of one
 * that was killed is taken over.
 */
export async function whileLocked<Result>(
  lake: string,
  task: (wasAbandoned: boolean) => Promise<Result>,
): Promise<Result> {
  mkdirSync(lake, { recursive: true });
  const path = join(lake, "_lock");
  const wasAbandoned = take(path);
  try {
    return await task(wasAbandoned);
  } finally {
    rmSync(path, { force: true });
  }
}

/** Returns whether the lock was another's that is gone. */
function take(path: string): boolean {
  for (let attempt = 0; ; attempt++) {
    try {
      const descriptor = openSync(path, "wx");
      writeSync(descriptor, String(process.pid));
      closeSync(descriptor);
      return attempt > 0;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST" || attempt > 3) throw error;
      const holder = holderOf(path);
      if (holder !== undefined && isAlive(holder)) {
        throw new LakeBusy(`${path}: process ${holder} is writing to this lake. Wait for it, or end it.`);
      }
      putAside(path, holder);
    }
  }
}

/** Removes the lock of a process that is gone, unless somebody else has taken it over meanwhile. */
function putAside(path: string, holder: number | undefined): void {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
    if (holderOf(aside) !== holder) linkSync(aside, path);
  } catch {
    // It is gone, or there again: the next attempt will see.
  } finally {
    rmSync(aside, { force: true });
  }
}

function holderOf(path: string): number | undefined {
  try {
    const text = readFileSync(path, "utf8");
    return /^\d+$/.test(text) ? Number(text) : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
