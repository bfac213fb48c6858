import type { Worker } from "node:worker_threads";
import type { Edit, EditWatcher, EventToJudge } from "@addendum/event-intake";
import type { SavedSource } from "./examine-edit.ts";
import { type LiveReply, type LiveTask, startLiveThread } from "./live-thread.ts";

/** Watches sources in a thread that runs while a viewer is connected, so that the intake is never blocked. */
export class WatchedEdits implements EditWatcher {
  private readonly task: LiveTask;
  private readonly log: (message: string) => void;
  private worker: Worker | undefined;

  /** @param log called with the reason if sources cannot be watched */
  constructor(task: LiveTask, log: (message: string) => void) {
    this.task = task;
    this.log = log;
  }

  start(
    onEdit: (edit: Edit) => void,
    eventsOf: (titles: readonly string[]) => ReadonlyMap<string, readonly EventToJudge[]>,
  ): void {
    if (this.worker !== undefined) return;
    const worker = startLiveThread(this.task);
    this.worker = worker;
    worker.on("message", (reply: LiveReply) => {
      switch (reply.kind) {
        case "saved": {
          const { title, referring } = reply;
          const events = eventsOf([title, ...referring.first.map((one) => one.title)]);
          const saved: SavedSource = { title, referring, events };
          // oxlint-disable-next-line unicorn/require-post-message-target-origin -- this is not a window
          worker.postMessage(saved);
          break;
        }
        case "edit":
          onEdit(reply.edit);
          break;
        case "failed":
          this.log(`saved schemas cannot be examined: ${reply.reason}`);
      }
    });
    worker.on("error", (error) => {
      this.log(`saved schemas cannot be examined: ${error.message}`);
      if (this.worker === worker) this.worker = undefined;
    });
  }

  stop(): void {
    void this.worker?.terminate();
    this.worker = undefined;
  }
}
