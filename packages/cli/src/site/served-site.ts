import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Worker } from "node:worker_threads";
import type { SiteAnswer, SiteHandler, SiteRequest } from "@addendum/event-intake";
import type { SitePart } from "@addendum/registry-site";
import { siteBundle } from "./site-bundle.ts";
import {
  type SiteMessage,
  type SiteQuestion,
  type SiteReply,
  type SiteTask,
  startSiteThread,
} from "./site-thread.ts";

/** After so long a work tree is examined again, in milliseconds. */
const freshMs = 1000;
/** A reader waits so long for that; what takes longer is seen the next time, in milliseconds. */
const patienceMs = 50;
/** Where it takes longer, it begins so much later, in milliseconds: first the reader's browser shows the page. */
const courtesyMs = 300;
/**
 * The live view's page waits so long until it is known what it links to, in milliseconds: that is known before anything is
 * made, and a page that came without links would stay without them.
 */
const partsMs = 5000;

/** The registry's pages, made in a thread and kept in step with the work tree while they are read. */
export class ServedSite implements SiteHandler {
  private readonly directory = mkdtempSync(join(tmpdir(), "addendum-pages-"));
  private readonly worker: Worker;
  private readonly waiting = new Map<number, (reply: SiteReply) => void>();
  private readonly log: (message: string) => void;
  private serial = 0;
  private checkedAt = 0;
  /** How long it took the last time, in milliseconds. */
  private lookMs = 0;
  private later: NodeJS.Timeout | undefined;
  private checking: Promise<void> | undefined;
  private drawing: Promise<void> | undefined;
  private isMade = false;
  private isDrawn = false;
  private failure: string | undefined;
  /** Why the thread answers nothing any more. */
  private ended: string | undefined;
  private isClosing = false;
  private known: readonly SitePart[] | undefined;
  private readonly firstKnown: Promise<void>;

  /** @param log called once for each reason why pages cannot be made */
  constructor(task: Omit<SiteTask, "out">, log: (message: string) => void) {
    this.log = log;
    this.worker = startSiteThread({ ...task, out: this.directory });
    let isKnown: () => void = () => undefined;
    this.firstKnown = new Promise((known) => (isKnown = known));
    this.worker.on("message", (message: SiteMessage) => {
      if (message.kind === "parts") {
        this.known = message.parts;
        isKnown();
        return;
      }
      this.waiting.get(message.id)?.(message.reply);
      this.waiting.delete(message.id);
    });
    const fail = (reason: string) => {
      for (const settle of this.waiting.values()) settle({ kind: "failed", reason });
      this.waiting.clear();
    };
    this.worker.on("error", (error) => fail(error.message));
    this.worker.on("exit", () => {
      this.ended = "the thread that makes pages has ended";
      fail(this.ended);
    });
    void this.check();
  }

  /** What is served, for those who link to it. */
  async parts(): Promise<readonly SitePart[]> {
    if (this.known === undefined) await soonest(this.firstKnown, partsMs);
    return this.known ?? ["pages", "live"];
  }

  async answer({ method, path, query, known, body }: SiteRequest): Promise<SiteAnswer | undefined> {
    const { answerFile, answerMissing, isDrawn, isRegistryPath } = siteBundle();
    const isRegistry = isRegistryPath(path);
    if (!isRegistry && method !== "GET" && method !== "HEAD") return undefined;
    // What a page loads is called by its content: it is never another one.
    if (!this.isMade || !path.startsWith("/assets/")) await this.freshen();
    if (!this.isMade) return unavailable(this.failure ?? "the pages are being made");
    if (isRegistry) return this.askRegistry({ method, path, query, body });
    if (isDrawn(path) && !this.isDrawn) await this.drawing;
    return answerFile(this.directory, path, known) ?? answerMissing(this.directory);
  }

  async close(): Promise<void> {
    this.isClosing = true;
    clearTimeout(this.later);
    await this.worker.terminate();
    rmSync(this.directory, { recursive: true, force: true });
  }

  private async askRegistry(request: {
    readonly method: string;
    readonly path: string;
    readonly query: string;
    readonly body: string;
  }): Promise<SiteAnswer> {
    const reply = await this.ask({ kind: "registry", request });
    if (reply.kind !== "answered") return unavailable(reply.kind === "failed" ? reply.reason : "");
    const { status, body } = reply.answer;
    return {
      status,
      headers: {
        "content-type": "application/vnd.schemaregistry.v1+json",
        "access-control-allow-origin": "*",
        "x-content-type-options": "nosniff",
        "cache-control": "no-store",
      },
      body: typeof body === "string" ? body : JSON.stringify(body),
    };
  }

  /** Looks at the work tree again, if that is some time ago. The first time there is nothing else to show. */
  private async freshen(): Promise<void> {
    const isOld = Date.now() - this.checkedAt > freshMs;
    if (this.isMade && this.lookMs > patienceMs) {
      if (isOld) this.later ??= setTimeout(() => this.checkLater(), courtesyMs).unref();
      return;
    }
    if (isOld) void this.check();
    if (this.checking === undefined) return;
    if (this.isMade) await soonest(this.checking, patienceMs);
    else await this.checking;
  }

  private checkLater(): void {
    this.later = undefined;
    if (!this.isClosing) void this.check();
  }

  /** Nothing is looked at while pictures are drawn: the thread is busy. */
  private check(): Promise<void> {
    if (this.drawing === undefined) this.checking ??= this.look();
    return this.checking ?? Promise.resolve();
  }

  private async look(): Promise<void> {
    const began = performance.now();
    const reply = await this.ask({ kind: "build" });
    this.lookMs = performance.now() - began;
    this.checking = undefined;
    this.checkedAt = Date.now();
    this.note(reply);
    if (reply.kind === "failed") return;
    this.isMade = true;
    this.drawing = this.draw();
  }

  private async draw(): Promise<void> {
    const reply = await this.ask({ kind: "draw" });
    this.drawing = undefined;
    this.isDrawn = true;
    this.note(reply);
  }

  private note(reply: SiteReply): void {
    const failure = reply.kind === "failed" ? reply.reason : undefined;
    if (failure !== undefined && failure !== this.failure && !this.isClosing) {
      this.log(`pages cannot be made: ${failure}`);
    }
    this.failure = failure;
  }

  private ask(question: SiteQuestion): Promise<SiteReply> {
    if (this.ended !== undefined) return Promise.resolve({ kind: "failed", reason: this.ended });
    const id = this.serial++;
    return new Promise((settle) => {
      this.waiting.set(id, settle);
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- this is not a window
      this.worker.postMessage({ id, question });
    });
  }
}

/** Waits for something, but not for long. */
async function soonest(event: Promise<void>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((passed) => (timer = setTimeout(passed, milliseconds)));
  await Promise.race([event, late]);
  clearTimeout(timer);
}

function unavailable(reason: string): SiteAnswer {
  return {
    status: 503,
    headers: { "content-type": "text/plain; charset=utf-8", "retry-after": "1", "cache-control": "no-store" },
    body: `The registry's pages cannot be shown: ${reason}\n`,
  };
}
