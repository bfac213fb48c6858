import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { LockHeld, whileLockFileHeld } from "../lock-file.ts";

/** Another process writes to the lake. */
export class LakeBusy extends Error {}

/**
 * Runs a task while no other process writes to a lake, and tells it whether the one before was killed. Throws {@link
 * LakeBusy} if another process does; the lock of one that was killed is taken over.
 */
export async function whileLocked<Result>(
  lake: string,
  task: (wasAbandoned: boolean) => Promise<Result>,
): Promise<Result> {
  mkdirSync(lake, { recursive: true });
  const path = join(lake, "_lock");
  try {
    return await whileLockFileHeld(path, task);
  } catch (error) {
    if (!(error instanceof LockHeld)) throw error;
    const message = `${path}: process ${error.holder} is writing to this lake. Wait until it has finished, or stop it.`;
    throw new LakeBusy(message, { cause: error });
  }
}
