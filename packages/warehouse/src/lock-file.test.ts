import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { LockHeld, whileLockFileHeld } from "./lock-file.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "addendum-lock-"));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

it("is there while the task runs, and gone afterwards", async () => {
  const path = join(directory, "lock");
  await whileLockFileHeld(path, async (wasAbandoned) => {
    expect(wasAbandoned).toBe(false);
    await expect(whileLockFileHeld(path, () => Promise.resolve())).rejects.toThrow(LockHeld);
    expect(readdirSync(directory)).toEqual(["lock"]);
  });
  expect(readdirSync(directory)).toEqual([]);
});

it("sweeps up what processes left that were killed while they took it", async () => {
  // No process has these numbers: they are beyond what Linux gives.
  writeFileSync(join(directory, "lock"), "99999999 1");
  writeFileSync(join(directory, "lock.99999998"), "");
  writeFileSync(join(directory, "lock.99999997.old"), "99999997 1");
  writeFileSync(join(directory, `lock.${process.ppid}`), "");
  writeFileSync(join(directory, "lock.txt"), "");
  await whileLockFileHeld(join(directory, "lock"), (wasAbandoned) => {
    expect(wasAbandoned).toBe(true);
    expect(readdirSync(directory)).toEqual(["lock", `lock.${process.ppid}`, "lock.txt"]);
    return Promise.resolve();
  });
});
