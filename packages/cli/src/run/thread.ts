import { join } from "node:path";
import type { MessagePort, Worker } from "node:worker_threads";

/** The last argument of a thread, so that no other run need load the module that knows threads. */
const threadMark = "--as-thread";

/** Loaded where it is used: that takes milliseconds, which most runs need not spend. */
function workerThreads(): typeof import("node:worker_threads") {
  return process.getBuiltinModule("node:worker_threads");
}

/** Starts a thread of the command, which waits to be told what to do; until then it does not keep the process. */
export function startThread(): Worker {
  // The shim that keeps the bundle's compiled code.
  const argv = [process.argv[2], threadMark];
  const worker = new (workerThreads().Worker)(join(__dirname, "../bin/addendum.cjs"), { argv });
  worker.unref();
  return worker;
}

/** The port to the main thread; undefined on the main thread itself. */
export function threadPort(): MessagePort | undefined {
  if (process.argv[3] !== threadMark) return undefined;
  const { isMainThread, parentPort } = workerThreads();
  return isMainThread ? undefined : (parentPort ?? undefined);
}
