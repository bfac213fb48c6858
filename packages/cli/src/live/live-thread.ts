import { join } from "node:path";
import type { MessagePort, Worker } from "node:worker_threads";
import type { Edit } from "@addendum/event-intake";
import { loadSettings, UserError } from "@addendum/workspace";
import { examineEdit, type SavedSource } from "./examine-edit.ts";
import { findReferring, type ReferringSchemas } from "./referring-schemas.ts";
import { SourceWatch } from "./source-watch.ts";

/** The last argument of the thread that examines what is saved, as `site/site-thread.ts` has one. */
const threadMark = "--as-live-thread";
/** How often sources are examined, in milliseconds; with many, at most a thirtieth of the time goes there. */
const lookMs = 250;
const restFactor = 30;
const longestRestMs = 2000;

/** The repository whose sources are watched. */
export interface LiveTask {
  readonly root: string;
  readonly configuration: string;
}

/** A message from the thread: a source was saved, and needs recent events to be examined. */
export type LiveReply =
  | { readonly kind: "saved"; readonly title: string; readonly referring: ReferringSchemas }
  | { readonly kind: "edit"; readonly edit: Edit }
  | { readonly kind: "failed"; readonly reason: string };

export function startLiveThread(task: LiveTask): Worker {
  const { Worker: Thread } = process.getBuiltinModule("node:worker_threads");
  const worker = new Thread(join(__dirname, "../bin/addendum.cjs"), {
    argv: ["serve", threadMark],
    workerData: task,
  });
  worker.unref();
  return worker;
}

/** The port and the task of the thread; undefined on the main thread. */
export function liveThread(): { readonly port: MessagePort; readonly task: LiveTask } | undefined {
  if (process.argv[3] !== threadMark) return undefined;
  const { isMainThread, parentPort, workerData } = process.getBuiltinModule("node:worker_threads");
  return isMainThread || parentPort === null ? undefined : { port: parentPort, task: workerData as LiveTask };
}

/** Runs in the thread: watches sources, and examines saved ones. */
export function examineEdits(port: MessagePort, { root, configuration }: LiveTask): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- this is not a window
  const tell = (reply: LiveReply) => port.postMessage(reply);
  const load = () => loadSettings({ repo: root, config: configuration });
  let known = "";
  const guarded = (work: () => void) => {
    try {
      work();
      known = "";
    } catch (error) {
      const reason = error instanceof UserError ? error.message : ((error as Error).stack ?? "");
      // Each look fails in the same way.
      if (reason !== known) tell({ kind: "failed", reason });
      known = reason;
    }
  };
  port.on("message", (saved: SavedSource) => {
    guarded(() => tell({ kind: "edit", edit: examineEdit(load(), saved, Date.now()) }));
  });
  const watch = new SourceWatch(root);
  const look = () => {
    const began = performance.now();
    guarded(() => {
      for (const title of watch.saved(() => load().settings)) {
        tell({ kind: "saved", title, referring: findReferring(load(), title) });
      }
    });
    const rest = Math.min(longestRestMs, (performance.now() - began) * restFactor);
    setTimeout(look, Math.max(lookMs, rest));
  };
  look();
}
