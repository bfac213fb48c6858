import { byteLength } from "./byte-length.ts";
import { listen } from "./listen.ts";
import { onProcessEnd } from "./process-end.ts";
import { type Answer, post } from "./request.ts";

/** An event that the producer has completed. */
export interface QueuedEvent {
  readonly meta?: { readonly id?: string; readonly [name: string]: unknown };
}

export interface QueueOptions {
  readonly intake: string | URL;
  /** How long an event waits for others to travel with, in milliseconds. */
  readonly lingerMs: number;
  /** Events that wait at most; beyond, the oldest are dropped. */
  readonly limit: number;
  /** Bytes that wait at most. */
  readonly limitBytes: number;
  /** How long an answer may take, in milliseconds. */
  readonly timeoutMs: number;
  readonly credentials?: RequestCredentials | undefined;
  readonly onError: (error: Error, event: object) => void;
}

/** The outcome of all events so far. */
export interface Counts {
  /** Accepted by the intake, or handed to the browser as the page was left. */
  sent: number;
  /** Refused, or given up since too many waited. */
  dropped: number;
}

interface Entry {
  readonly event: QueuedEvent;
  readonly json: string;
  readonly bytes: number;
  /** How often the intake said that it could not take it. */
  failures: number;
  /** Not before this time, in milliseconds. */
  due: number;
  /** The last round of sending that tried it. */
  round: number;
  done(): void;
}

/** Browsers let 64 KiB be on its way when a page is left, all requests together. */
const beaconBytes = 60_000;
const batchSize = 100;
const firstPauseMs = 1000;
const longestPauseMs = 60_000;
/** The longest wait that an intake can ask for. */
const longestWaitMs = 3_600_000;

/**
 * Sends events in batches, retries if the intake cannot accept them, and uses a beacon when the page is left. While the
 * page is open, an event is sent at least once, unless the queue is full; a beacon has no answer, so it is best effort.
 */
export class Queue {
  readonly counts: Counts = { sent: 0, dropped: 0 };
  private entries: Entry[] = [];
  /** Of the entries. */
  private bytes = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private timerAt = Infinity;
  private sending: Promise<void> | undefined;
  /** Attempts in a row to which the intake gave no answer about the events. */
  private pauses = 0;
  private pausedUntil = 0;
  private round = 0;
  private isClosed = false;
  private readonly options: QueueOptions;

  constructor(options: QueueOptions) {
    this.options = options;
    onProcessEnd(() => this.flush());
    listen(globalThis, "pagehide", () => this.sendBeacons());
    listen(globalThis, "online", () => void this.flush());
    if (typeof document === "undefined") return;
    listen(document, "visibilitychange", () => {
      // It may never be seen again, or in a moment: to an intake that is away, a beacon would be lost for nothing.
      if (document.visibilityState === "hidden" && this.pauses === 0) this.sendBeacons();
    });
  }

  /** Kept when the event was sent or dropped. Throws where it cannot be written as JSON. */
  add(event: QueuedEvent): Promise<void> {
    const json = JSON.stringify(event);
    const bytes = byteLength(json) + 1;
    return new Promise((done) => {
      const entry = { event, json, bytes, failures: 0, due: 0, round: 0, done };
      if (this.isClosed) {
        this.drop(entry, "the producer was closed");
        return;
      }
      this.entries.push(entry);
      this.bytes += bytes;
      this.keepWithinLimits();
      if (Date.now() < this.pausedUntil) this.waitUntil(this.pausedUntil);
      else if (this.entries.length >= batchSize || this.bytes >= beaconBytes) void this.start(false);
      else this.waitUntil(Date.now() + this.options.lingerMs);
    });
  }

  /** Sends what waits now; kept when that attempt is over. */
  flush(): Promise<void> {
    return this.start(true);
  }

  /** Sends what waits, once; what cannot be sent then is dropped, and so is what is added later. */
  async close(): Promise<void> {
    await this.sending;
    await this.flush();
    this.isClosed = true;
    clearTimeout(this.timer);
    for (const entry of this.entries.splice(0)) this.drop(entry, "the producer was closed");
    this.bytes = 0;
  }

  private keepWithinLimits(): void {
    const { limit, limitBytes } = this.options;
    while (this.entries.length > limit || (this.bytes > limitBytes && this.entries.length > 0)) {
      const oldest = this.entries.shift() as Entry;
      this.bytes -= oldest.bytes;
      this.drop(oldest, "too many events are queued");
    }
  }

  /** @param isForced whether pauses are ignored */
  private start(isForced: boolean): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.timerAt = Infinity;
    return (this.sending ??= this.sendAll(isForced).finally(() => {
      this.sending = undefined;
      this.waitForNext();
    }));
  }

  private waitForNext(): void {
    if (this.entries.length === 0 || this.isClosed) return;
    const due = Math.min(...this.entries.map((entry) => entry.due));
    this.waitUntil(Math.max(due, this.pausedUntil, Date.now() + this.options.lingerMs));
  }

  private waitUntil(time: number): void {
    if (this.timer !== undefined && this.timerAt <= time) return;
    clearTimeout(this.timer);
    this.timerAt = time;
    const timer = setTimeout(() => void this.start(false), Math.max(0, time - Date.now()));
    // No process lives on for what may still be sent: `close` is for that.
    (timer as { unref?: () => void }).unref?.();
    this.timer = timer;
  }

  private async sendAll(isForced: boolean): Promise<void> {
    const round = ++this.round;
    for (;;) {
      if (typeof navigator !== "undefined" && navigator.onLine === false) {
        this.pausedUntil = Date.now() + longestPauseMs;
        return;
      }
      const now = isForced ? Infinity : Date.now();
      const batch = this.take(({ due, round: tried }) => due <= now && tried !== round, beaconBytes, true);
      if (batch.length === 0) return;
      for (const entry of batch) entry.round = round;
      if (!(await this.send(batch))) return;
    }
  }

  /** Whether the intake answered. What it could not take is in the queue again. */
  private async send(batch: readonly Entry[]): Promise<boolean> {
    const { intake, timeoutMs, credentials } = this.options;
    const body = bodyOf(batch);
    // The page may be left meanwhile; browsers refuse it for more than a beacon may contain.
    const keepalive = byteLength(body) <= beaconBytes;
    const answer = await post({ intake, body, keepalive, timeoutMs, credentials });
    switch (answer.kind) {
      case "later":
        this.putBack(batch);
        this.pause(answer.afterMs);
        return false;
      case "too-much":
        return this.divide(batch, answer.reason);
      case "answered":
        this.pauses = 0;
        this.pausedUntil = 0;
        this.putBack(batch.filter((entry) => !this.settle(entry, answer)));
        return true;
    }
  }

  /** One event that cannot be read must not take those with it that travel beside it. */
  private async divide(batch: readonly Entry[], reason: string): Promise<boolean> {
    this.pauses = 0;
    const [first] = batch;
    if (batch.length === 1 && first !== undefined) {
      this.drop(first, reason);
      return true;
    }
    const middle = Math.ceil(batch.length / 2);
    const rest = batch.slice(middle);
    if (await this.send(batch.slice(0, middle))) return this.send(rest);
    this.putBack(rest);
    return false;
  }

  private pause(afterMs: number | undefined): void {
    // Not all pages at the same time, when an intake comes back.
    const ms = afterMs === undefined ? pauseMs(this.pauses) : afterMs + Math.random() * firstPauseMs;
    this.pauses++;
    this.pausedUntil = Date.now() + Math.min(ms, longestWaitMs);
  }

  private putBack(entries: readonly Entry[]): void {
    this.entries = [...entries, ...this.entries];
    for (const { bytes } of entries) this.bytes += bytes;
    this.keepWithinLimits();
  }

  /** Whether that is all for the entry. */
  private settle(entry: Entry, { invalid, error, rest }: Extract<Answer, { kind: "answered" }>): boolean {
    const key = entry.event.meta?.id;
    if (error.has(key)) {
      // The others need not wait for it.
      entry.due = Date.now() + pauseMs(entry.failures++);
      return false;
    }
    const reason = invalid.get(key) ?? rest;
    if (reason === undefined) {
      this.counts.sent++;
      entry.done();
    } else this.drop(entry, reason);
    return true;
  }

  /**
   * The first entries that may go, so many as fit.
   * @param isAnswered an answer tells events by their `meta.id`, so that those without one travel alone
   */
  private take(mayGo: (entry: Entry) => boolean, most: number, isAnswered: boolean): Entry[] {
    const batch: Entry[] = [];
    let bytes = 2;
    let isAlone = false;
    this.entries = this.entries.filter((entry) => {
      const hasId = !isAnswered || entry.event.meta?.id !== undefined;
      const fits =
        batch.length === 0 || (!isAlone && hasId && batch.length < batchSize && bytes + entry.bytes <= most);
      if (!fits || !mayGo(entry)) return true;
      isAlone = !hasId;
      batch.push(entry);
      bytes += entry.bytes;
      this.bytes -= entry.bytes;
      return false;
    });
    return batch;
  }

  /** Hands the browser as much as it takes; the rest stays, since the page may live on. */
  private sendBeacons(): void {
    const tried = new Set<Entry>();
    for (let most = beaconBytes; ;) {
      const batch = this.take((entry) => !tried.has(entry), most, false);
      if (batch.length === 0) break;
      if (this.sendBeacon(batch)) continue;
      this.putBack(batch);
      // Others use a part of the quota: half as much may still fit.
      const [first] = batch;
      if (batch.length === 1 && first !== undefined) tried.add(first);
      else most = Math.floor(sizeOf(batch) / 2);
    }
    this.waitForNext();
  }

  private sendBeacon(batch: readonly Entry[]): boolean {
    try {
      if (!navigator.sendBeacon(this.options.intake, bodyOf(batch))) return false;
    } catch {
      // A browser without beacons.
      return false;
    }
    this.counts.sent += batch.length;
    for (const { done } of batch) done();
    return true;
  }

  private drop({ event, done }: Entry, reason: string): void {
    this.counts.dropped++;
    this.options.onError(new Error(reason), event);
    done();
  }
}

function pauseMs(count: number): number {
  return Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(count, 10)) * (0.5 + Math.random() / 2);
}

function bodyOf(batch: readonly Entry[]): string {
  return `[${batch.map(({ json }) => json).join()}]`;
}

function sizeOf(batch: readonly Entry[]): number {
  return batch.reduce((sum, { bytes }) => sum + bytes, 1);
}
