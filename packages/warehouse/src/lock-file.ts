import { linkSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** Another process holds a lock. */
export class LockHeld extends Error {
  /** The other process. */
  readonly holder: number;

  constructor(path: string, holder: number) {
    super(`${path}: process ${holder} holds the lock.`);
    this.holder = holder;
  }
}

/**
 * Runs a task while no other process has a lock file. Rejects with {@link LockHeld}; the lock of a process that was
 * killed is taken over, and the task is told.
 */
export async function whileLockFileHeld<Result>(
  path: string,
  task: (wasAbandoned: boolean) => Promise<Result>,
): Promise<Result> {
  const wasAbandoned = take(path);
  try {
    return await task(wasAbandoned);
  } finally {
    rmSync(path, { force: true });
  }
}

/** Returns whether the lock was another's that is gone. */
function take(path: string): boolean {
  const own = `${path}.${process.pid}`;
  // A lock that is there names its holder: it is written beside and linked to its place.
  writeFileSync(own, nameOf(process.pid) ?? String(process.pid));
  try {
    for (let attempt = 0; ; attempt++) {
      try {
        linkSync(own, path);
        sweep(path);
        return attempt > 0;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST" || attempt > 3) throw error;
        const holder = holderOf(path);
        if (holder !== undefined && isRunning(holder)) {
          const pid = holder.split(" ")[0] ?? "";
          throw new LockHeld(path, Number(pid));
        }
        putAside(path, holder);
      }
    }
  } finally {
    rmSync(own, { force: true });
  }
}

/** Removes what processes left beside the lock that were killed while they took it. */
function sweep(path: string): void {
  const prefix = `${basename(path)}.`;
  for (const name of readdirSync(dirname(path))) {
    const [, pid] = name.startsWith(prefix)
      ? (/^(\d+)(?:\.old)?$/.exec(name.slice(prefix.length)) ?? [])
      : [];
    if (pid === undefined || Number(pid) === process.pid) continue;
    const beside = join(dirname(path), name);
    if (!isRunning(holderOf(beside) ?? pid)) rmSync(beside, { force: true });
  }
}

/** Removes the lock of a process that is gone, unless another process has taken it over meanwhile. */
function putAside(path: string, holder: string | undefined): void {
  const aside = `${path}.${process.pid}.old`;
  try {
    renameSync(path, aside);
    if (holderOf(aside) !== holder) linkSync(aside, path);
  } catch {
    // It is gone, or there again: the next attempt will see.
  } finally {
    rmSync(aside, { force: true });
  }
}

function holderOf(path: string): string | undefined {
  try {
    const text = readFileSync(path, "utf8");
    return /^\d+( \d+)?$/.test(text) ? text : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the process that a lock names is still the one that runs by its number. */
function isRunning(holder: string): boolean {
  const [pid = "", start] = holder.split(" ");
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  return start === undefined || nameOf(Number(pid)) === holder;
}

/**
 * The number of a process and when it was started, since numbers are given again: in containers, to each next run.
 * Undefined if the system does not tell. Source: proc(5), `/proc/PID/stat`, field 22.
 */
function nameOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const start = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
    return start === undefined ? undefined : `${pid} ${start}`;
  } catch {
    return undefined;
  }
}
