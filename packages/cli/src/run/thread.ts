import { join } from "node:path";
import type { MessagePort, Worker, WorkerOptions } from "node:worker_threads";

/**
 * The last argument of a thread of the command, which says what it is for. No run of its own has one, and so no other
 * run need load the module that knows threads.
 */
export type ThreadMark = "--as-thread" | "--as-live-thread" | "--as-pages-thread" | "--as-site-thread";

/** Loaded where it is used: that takes milliseconds, which most runs need not spend. */
function workerThreads(): typeof import("node:worker_threads") {
  return process.getBuiltinModule("node:worker_threads");
}

/**
 * Starts a thread of the command.
 * @param command whose compiled code it starts with
 * @param task what it is to do: plain data
 */
export function startThread(
  command: string | undefined,
  mark: ThreadMark,
  task?: unknown,
  resourceLimits: WorkerOptions["resourceLimits"] = {},
): Worker {
  const { Worker: Thread } = workerThreads();
  // The shim that keeps the bundle's compiled code.
  const shim = join(__dirname, "../bin/addendum.cjs");
  return new Thread(shim, { argv: [command, mark], workerData: task, resourceLimits });
}

/** Starts a thread that examines schemas. Until it has work, it does not keep the process alive. */
export function startExaminingThread(): Worker {
  const worker = startThread(process.argv[2], "--as-thread");
  worker.unref();
  return worker;
}

/** A thread's task, and its port for messages; undefined in the main thread and in threads of other kinds. */
export function threadTask<Task>(
  mark: ThreadMark,
): { readonly port: MessagePort; readonly task: Task } | undefined {
  if (process.argv[3] !== mark) return undefined;
  const { isMainThread, parentPort, workerData } = workerThreads();
  return isMainThread || parentPort === null ? undefined : { port: parentPort, task: workerData as Task };
}
