import type { MessagePort } from "node:worker_threads";
import type { MadeTitle, MakerSettings, MakerTask, RemoteMaker, TitleTask } from "@addendum/registry-site";
import type { LoadedSettings } from "@addendum/workspace";
import { startThread, threadTask } from "../run/thread.ts";
import { siteBundle } from "./site-bundle.ts";

/** What the thread makes pages of, and with what. */
interface PagesTask {
  readonly loaded: LoadedSettings;
  readonly task: MakerTask;
}

/** Starts a thread that makes the pages of titles that it is given. */
export function startPagesThread(loaded: LoadedSettings, task: MakerTask): RemoteMaker {
  // Pages are made of many short texts: with more room for them less is collected.
  const limits = { maxYoungGenerationSizeMb: 64 };
  const worker = startThread("site", "--as-pages-thread", { loaded, task } satisfies PagesTask, limits);
  // It answers in the order in which it was asked.
  const asked: { resolve(made: readonly MadeTitle[]): void; reject(error: Error): void }[] = [];
  const fail = (error: Error) => asked.splice(0).forEach(({ reject }) => reject(error));
  worker.on("message", (made: readonly MadeTitle[]) => asked.shift()?.resolve(made));
  worker.on("error", fail);
  worker.on("exit", (code) => fail(new Error(`a thread ended with ${code} and no answer`)));
  return {
    make: (tasks) =>
      new Promise((resolve, reject) => {
        asked.push({ resolve, reject });
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- this is not a window
        worker.postMessage(tasks);
      }),
    async close() {
      await worker.terminate();
    },
  };
}

/** The port and the task of the thread; undefined on the main thread. */
export function pagesThread(): { readonly port: MessagePort; readonly task: PagesTask } | undefined {
  return threadTask("--as-pages-thread");
}

/** Runs in the thread: makes one batch of titles after another. */
export function makePages(port: MessagePort, settings: MakerSettings): void {
  const maker = new (siteBundle().TitleMaker)(settings);
  port.on("message", (tasks: readonly TitleTask[]) => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- this is not a window
    port.postMessage(maker.make(tasks));
  });
}
