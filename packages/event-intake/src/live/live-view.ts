import type { ServerResponse } from "node:http";
import type { SchemaStore } from "../judge/schema-store.ts";
import type { Metrics } from "../telemetry/metrics.ts";
import type { EditWatcher } from "./edit-watcher.ts";
import { Feed, type Position } from "./feed.ts";
import { LiveEvents } from "./live-events.ts";
import type { Edit, HelloMessage, StatusMessage } from "./messages.ts";

/** The page that shows events as they come, made elsewhere. */
export interface LivePage {
  page(): Promise<string>;
  /** @param problem why the last attempt failed; empty: there was none */
  signIn(problem: string): string;
  /** What is sent with either. */
  readonly headers: Readonly<Record<string, string>>;
  /** A script or a style; undefined: there is none of that name. */
  asset(
    name: string,
  ): { readonly headers: Readonly<Record<string, string>>; readonly body: Buffer | string } | undefined;
}

/** What the view of events is made of. */
export interface LiveOptions {
  readonly page: LivePage;
  /** What viewers have to know; undefined: nothing, since only this machine is answered. */
  readonly token: string | undefined;
  /** Whether personal data is masked. */
  readonly isMasked: boolean;
  /** All titles, for those who send an event by hand. */
  readonly titles: () => readonly string[];
  /** The package that producers import types from. */
  readonly typesPackage: string | undefined;
  readonly edits: EditWatcher | undefined;
}

export interface LiveContext {
  readonly store: SchemaStore;
  readonly metrics: Metrics;
  /** Error events, which the intake itself writes; undefined: there are none. */
  readonly errorStream: string | undefined;
  readonly now: () => number;
  readonly monotonic: () => number;
}

/** How often viewers are sent new events, in milliseconds. */
const tickMs = 150;
/** How often they are sent the counts, in milliseconds. */
const statusMs = 1000;
/** A viewer that reloads its page is back before this: until then it is as if it looked. */
const graceMs = 20_000;
/** More cannot look at once. */
const viewerLimit = 32;
/** So many edits are remembered, one for each title. */
const editLimit = 20;
/** So many events of a title are judged by an edited source. */
const judgedEvents = 1000;

/** Shows events to viewers; does nothing while there are none. */
export class LiveView {
  readonly events: LiveEvents;
  readonly options: LiveOptions;
  private readonly context: LiveContext;
  private readonly feeds = new Set<Feed>();
  private readonly edits = new Map<string, Edit>();
  private timer: NodeJS.Timeout | undefined;
  private leaving: NodeJS.Timeout | undefined;
  private statusAt = 0;
  private status = "";
  /** Events that arrived while the page was hidden, and how many there had been when the last viewer left. */
  private unseen = 0;
  private countedAtEnd = 0;

  constructor(options: LiveOptions, context: LiveContext) {
    this.options = options;
    this.context = context;
    const { store, monotonic } = context;
    this.events = new LiveEvents({ store, monotonic, isMasked: options.isMasked });
  }

  get isFull(): boolean {
    return this.feeds.size >= viewerLimit;
  }

  /** Answers a viewer until it leaves. */
  show(response: ServerResponse, after: Position | undefined): void {
    const { events } = this;
    this.begin();
    const feed = new Feed(response, events.run, after, events.ring.first, this.context.monotonic);
    const now = this.context.monotonic();
    const hello: HelloMessage = { run: events.run, isMasked: this.options.isMasked };
    feed.send("hello", JSON.stringify(hello), now);
    feed.sendEdits(this.edits.values(), now);
    feed.send("status", this.readStatus(), now);
    feed.update(events.ring, now);
    this.feeds.add(feed);
    response.once("close", () => {
      this.feeds.delete(feed);
      if (this.feeds.size > 0) return;
      clearTimeout(this.leaving);
      this.leaving = setTimeout(() => this.end(), graceMs).unref();
    });
  }

  /** Ends all answers, so that no viewer keeps the intake from closing. */
  close(): void {
    for (const feed of this.feeds) feed.end();
    this.feeds.clear();
    clearTimeout(this.leaving);
    this.end();
  }

  private begin(): void {
    clearTimeout(this.leaving);
    if (this.timer !== undefined) return;
    this.unseen += this.counted() - this.countedAtEnd;
    this.events.isWatching = true;
    this.timer = setInterval(() => this.tick(), tickMs).unref();
    this.options.edits?.start(
      (edit) => this.addEdit(edit),
      (titles) => this.events.eventsOf(titles, judgedEvents),
    );
  }

  private end(): void {
    if (this.timer === undefined) return;
    clearInterval(this.timer);
    this.timer = undefined;
    this.events.isWatching = false;
    this.countedAtEnd = this.counted();
    this.options.edits?.stop();
  }

  private tick(): void {
    const now = this.context.monotonic();
    this.events.prepare();
    for (const feed of this.feeds) {
      if (feed.lacksEdits) feed.sendEdits(this.edits.values(), now);
      feed.update(this.events.ring, now);
    }
    if (now - this.statusAt < statusMs) return;
    this.statusAt = now;
    const status = this.readStatus();
    if (status === this.status) return;
    this.status = status;
    for (const feed of this.feeds) feed.send("status", status, now);
  }

  private readStatus(): string {
    const { metrics, now, monotonic } = this.context;
    const { shed, ring } = this.events;
    const since = now() - monotonic();
    const streams = metrics.byStream().map(({ canaryAt, ...one }) => ({
      ...one,
      // In whole seconds: else it would never be the same.
      canaryAt: canaryAt === undefined ? undefined : Math.round((since + canaryAt) / 1000) * 1000,
    }));
    const remembered = { count: ring.length, bytes: ring.bytes };
    const status: StatusMessage = {
      shed,
      unseen: this.unseen,
      remembered,
      streams,
      requests: metrics.refusedRequests(),
    };
    return JSON.stringify(status);
  }

  /** All events that the intake has judged. */
  private counted(): number {
    const { metrics, errorStream } = this.context;
    const sent = metrics.byStream().filter(({ stream }) => stream !== errorStream);
    return sent.reduce((sum, { accepted, rejected }) => sum + accepted + rejected, 0);
  }

  private addEdit(edit: Edit): void {
    this.edits.delete(edit.title);
    this.edits.set(edit.title, edit);
    const [oldest] = this.edits.keys();
    if (this.edits.size > editLimit && oldest !== undefined) this.edits.delete(oldest);
    const now = this.context.monotonic();
    const text = JSON.stringify(edit);
    for (const feed of this.feeds) {
      if (!feed.send("edit", text, now)) feed.lacksEdits = true;
    }
  }
}
