import { readFileSync } from "node:fs";
import type { MessagePort, Worker } from "node:worker_threads";
import type { ReadableSite, RegistryAnswer, RegistryRequest, SitePart } from "@addendum/registry-site";
import { openConfiguration } from "@addendum/streams";
import { loadSettings, UserError } from "@addendum/workspace";
import { readStreams } from "../run/streams-file.ts";
import { startThread, threadTask } from "../run/thread.ts";
import { siteBundle } from "./site-bundle.ts";
import { siteOptions } from "./site-options.ts";

/** The input of the site's thread, and the place of its output. */
export interface SiteTask {
  readonly root: string;
  readonly configuration: string;
  readonly streams: string | undefined;
  readonly out: string;
  /** Whether the live view is served beside it. */
  readonly isLive: boolean;
}

/** What the thread is asked. */
export type SiteQuestion =
  /** To bring the site in step with the work tree: answered once it can be read, before pictures are drawn. */
  | { readonly kind: "build" }
  /** Whether pictures are drawn: answered then. */
  | { readonly kind: "draw" }
  /** What Kafka's tools ask. */
  | { readonly kind: "registry"; readonly request: RegistryRequest };

export type SiteReply =
  | { readonly kind: "done" }
  | { readonly kind: "answered"; readonly answer: RegistryAnswer }
  | { readonly kind: "failed"; readonly reason: string };

/** What the thread says: the reply to a question, or what there are pages about, as soon as it knows. */
export type SiteMessage =
  | { readonly kind: "reply"; readonly id: number; readonly reply: SiteReply }
  | { readonly kind: "parts"; readonly parts: readonly SitePart[] };

/** Starts the thread that makes pages and compares schemas, so that the intake is never blocked. */
export function startSiteThread(task: SiteTask): Worker {
  const worker = startThread("serve", "--as-site-thread", task);
  worker.unref();
  return worker;
}

/** The port and the task of the thread; undefined on the main thread. */
export function siteThread(): { readonly port: MessagePort; readonly task: SiteTask } | undefined {
  return threadTask("--as-site-thread");
}

/** Runs in the thread: answers one question after another. */
export function answerQuestions(port: MessagePort, task: SiteTask): void {
  const { buildSite, ConfluentRegistry, partsOf, registryFiles } = siteBundle();
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- this is not a window
  const say = (message: SiteMessage) => port.postMessage(message);
  let registry: InstanceType<typeof ConfluentRegistry> | undefined;
  /** The last build, until everything is drawn. */
  let drawing: Promise<unknown> = Promise.resolve();
  const build = async (): Promise<SiteReply> => {
    await drawing.catch(() => undefined);
    const streams =
      task.streams === undefined
        ? openConfiguration
        : readStreams(readFileSync(task.streams, "utf8"), task.streams);
    const repository = loadSettings({ repo: task.root, config: task.configuration });
    const loaded = { repository, streams, file: task.streams };
    const options = siteOptions(loaded, task.out, undefined, task.isLive);
    say({ kind: "parts", parts: partsOf(options) });
    return new Promise((readable, fail) => {
      const onReadable = ({ records, isChanged }: ReadableSite) => {
        if (registry === undefined || isChanged) {
          registry = new ConfluentRegistry(registryFiles(task.out, records, streams));
        }
        readable({ kind: "done" });
      };
      drawing = buildSite({ ...options, onReadable });
      drawing.catch(fail);
    });
  };
  const answer = (question: SiteQuestion): Promise<SiteReply> | SiteReply => {
    if (question.kind === "build") return build();
    if (question.kind === "draw") return drawing.then(() => ({ kind: "done" }));
    if (registry === undefined) return { kind: "failed", reason: "the site has not been made yet" };
    return { kind: "answered", answer: registry.answer(question.request) };
  };
  let last: Promise<unknown> = Promise.resolve();
  port.on("message", ({ id, question }: { readonly id: number; readonly question: SiteQuestion }) => {
    const reply = last
      .then(() => answer(question))
      .catch((error: unknown): SiteReply => ({ kind: "failed", reason: reasonOf(error) }));
    void reply.then((given) => say({ kind: "reply", id, reply: given }));
    // Drawing is slow, and no other page needs its result.
    if (question.kind !== "draw") last = reply;
  });
}

function reasonOf(error: unknown): string {
  return error instanceof UserError
    ? error.message
    : `this is a bug in Addendum: ${(error as Error).message}`;
}
