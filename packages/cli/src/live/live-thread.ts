import type { MessagePort, Worker } from "node:worker_threads";
import type { Edit } from "@addendum/event-intake";
import { loadSettings, UserError } from "@addendum/workspace";
import { startThread, threadTask } from "../run/thread.ts";
import { examineEdit, type SavedSource } from "./examine-edit.ts";
import { findReferring, type ReferringSchemas } from "./referring-schemas.ts";
import { SourceWatch } from "./source-watch.ts";

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
  const worker = startThread("serve", "--as-live-thread", task);
  worker.unref();
  return worker;
}

/** The port and the task of the thread; undefined on the main thread. */
export function liveThread(): { readonly port: MessagePort; readonly task: LiveTask } | undefined {
  return threadTask("--as-live-thread");
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
