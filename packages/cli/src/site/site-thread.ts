import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { MessagePort, Worker } from "node:worker_threads";
import type { RegistryAnswer, RegistryRequest } from "@addendum/registry-site";
import { openConfiguration } from "@addendum/streams";
import { loadSettings, UserError } from "@addendum/workspace";
import { readStreams } from "../run/streams-file.ts";
import { siteBundle } from "./site-bundle.ts";
import { siteOptions } from "./site-options.ts";

/** The last argument of the thread that makes a site, as `run/thread.ts` has one for threads that examine. */
const threadMark = "--as-site-thread";

/** The input of the site's thread, and the place of its output. */
export interface SiteTask {
  readonly root: string;
  readonly configuration: string;
  readonly streams: string | undefined;
  readonly out: string;
  /** Whether the live view is served beside it. */
  readonly isLive: boolean;
}

/** A question to the thread: to update the site to the work tree, or a request of Kafka's tools. */
export type SiteQuestion =
  { readonly kind: "build" } | { readonly kind: "registry"; readonly request: RegistryRequest };

export type SiteReply =
  | { readonly kind: "built" }
  | { readonly kind: "answered"; readonly answer: RegistryAnswer }
  | { readonly kind: "failed"; readonly reason: string };

/** Starts the thread that makes pages and compares schemas, so that the intake is never blocked. */
export function startSiteThread(task: SiteTask): Worker {
  const { Worker: Thread } = process.getBuiltinModule("node:worker_threads");
  const worker = new Thread(join(__dirname, "../bin/addendum.cjs"), {
    argv: ["serve", threadMark],
    workerData: task,
  });
  worker.unref();
  return worker;
}

/** The port and the task of the thread; undefined on the main thread. */
export function siteThread(): { readonly port: MessagePort; readonly task: SiteTask } | undefined {
  if (process.argv[3] !== threadMark) return undefined;
  const { isMainThread, parentPort, workerData } = process.getBuiltinModule("node:worker_threads");
  return isMainThread || parentPort === null ? undefined : { port: parentPort, task: workerData as SiteTask };
}

/** Runs in the thread: answers one question after another. */
export function answerQuestions(port: MessagePort, task: SiteTask): void {
  const { buildSite, ConfluentRegistry, registryFiles } = siteBundle();
  let registry: InstanceType<typeof ConfluentRegistry> | undefined;
  const build = async (): Promise<SiteReply> => {
    const streams =
      task.streams === undefined
        ? openConfiguration
        : readStreams(readFileSync(task.streams, "utf8"), task.streams);
    const repository = loadSettings({ repo: task.root, config: task.configuration });
    const loaded = { repository, streams, file: task.streams };
    const result = await buildSite(siteOptions(loaded, task.out, undefined, task.isLive));
    if (registry === undefined || result.written > 0 || result.removed > 0) {
      registry = new ConfluentRegistry(registryFiles(task.out, result.records, streams));
    }
    return { kind: "built" };
  };
  const answer = (question: SiteQuestion): Promise<SiteReply> | SiteReply => {
    if (question.kind === "build") return build();
    if (registry === undefined) return { kind: "failed", reason: "the site has not been made yet" };
    return { kind: "answered", answer: registry.answer(question.request) };
  };
  let last: Promise<void> = Promise.resolve();
  port.on("message", ({ id, question }: { readonly id: number; readonly question: SiteQuestion }) => {
    last = last
      .then(() => answer(question))
      .catch((error: unknown): SiteReply => ({ kind: "failed", reason: reasonOf(error) }))
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- this is not a window
      .then((reply) => port.postMessage({ id, reply }));
  });
}

function reasonOf(error: unknown): string {
  return error instanceof UserError
    ? error.message
    : `this is a bug in Addendum: ${(error as Error).message}`;
}
