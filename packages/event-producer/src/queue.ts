/** An event that the producer has completed. */
export interface QueuedEvent {
  readonly meta: { readonly id: string; readonly [name: string]: unknown };
}

export interface QueueOptions {
  readonly intake: string | URL;
  /** How long an event waits for others to travel with, in milliseconds. */
  readonly lingerMs: number;
  /** Events that wait at most; beyond, the oldest are dropped. */
  readonly limit: number;
  readonly onError: (error: Error, event: object) => void;
}

/** What became of all events so far. */
export interface Counts {
  /** Accepted by the intake, or handed to the browser as the page was left. */
  sent: number;
  /** Refused, or given up since too many waited. */
  dropped: number;
}

interface Entry {
  readonly event: QueuedEvent;
  readonly json: string;
  /** How often the intake said that it could not take it. */
  failures: number;
  done(): void;
}

/** Browsers let 64 KiB be on its way when a page is left, all requests together. */
const beaconBytes = 60_000;
const batchSize = 100;
/** An intake that cannot take one event, while it can be reached, is asked so often. */
const failuresLimit = 3;
const firstPauseMs = 1000;
const longestPauseMs = 60_000;

/** What one request came to. */
type Answer =
  "sent" | "later" | { readonly invalid: Reasons; readonly error: Reasons; readonly rest: "sent" | string };
/** `meta.id` → the intake's words. */
type Reasons = ReadonlyMap<unknown, string>;

/**
 * Sends events in batches, again where the intake cannot be reached, and by beacon when the page is left. While the
 * page lives an event is sent at least once; a beacon has no answer, so then it is sent at best.
 */
export class Queue {
  readonly counts: Counts = { sent: 0, dropped: 0 };
  private entries: Entry[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private sending: Promise<void> | undefined;
  private pauses = 0;

  private readonly options: QueueOptions;

  constructor(options: QueueOptions) {
    this.options = options;
    if (typeof document === "undefined") return;
    addEventListener("pagehide", () => this.sendBeacons());
    document.addEventListener("visibilitychange", () => {
      // It may never be seen again, or in a moment: to an intake that is away, a beacon would be lost for nothing.
      if (document.visibilityState === "hidden" && this.pauses === 0) this.sendBeacons();
    });
    addEventListener("online", () => void this.flush());
  }

  /** Kept when the event was sent or dropped. Throws where it cannot be written as JSON. */
  add(event: QueuedEvent): Promise<void> {
    const json = JSON.stringify(event);
    return new Promise((done) => {
      this.entries.push({ event, json, failures: 0, done });
      if (this.entries.length > this.options.limit)
        this.drop(this.entries.shift() as Entry, "too many events wait");
      if (this.pauses > 0) return;
      if (this.entries.length >= batchSize) void this.flush();
      else this.wait(this.options.lingerMs);
    });
  }

  /** Sends what waits now; kept when that attempt is over. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    return (this.sending ??= this.sendAll().finally(() => {
      this.sending = undefined;
    }));
  }

  private wait(ms: number): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.flush();
    }, ms);
  }

  private async sendAll(): Promise<void> {
    while (this.entries.length > 0) {
      if (typeof navigator !== "undefined" && navigator.onLine === false) return;
      const batch = this.take();
      const answer = await post(this.options.intake, batch);
      const again = answer === "later" ? batch : batch.filter((entry) => !this.settle(entry, answer));
      if (again.length === 0) {
        this.pauses = 0;
        continue;
      }
      this.entries = [...again, ...this.entries];
      // Not all pages at the same time, when an intake comes back.
      const longest = Math.min(longestPauseMs, firstPauseMs * 2 ** this.pauses++);
      this.wait(longest * (0.5 + Math.random() / 2));
      return;
    }
  }

  /** Whether that is all for the entry. */
  private settle(entry: Entry, answer: Exclude<Answer, "later">): boolean {
    const { id } = entry.event.meta;
    const invalid = answer === "sent" ? undefined : answer.invalid.get(id);
    const error = answer === "sent" ? undefined : answer.error.get(id);
    if (error !== undefined && ++entry.failures < failuresLimit) return false;
    const rest = answer === "sent" || answer.rest === "sent" ? undefined : answer.rest;
    const reason = invalid ?? error ?? rest;
    if (reason !== undefined) {
      this.drop(entry, reason);
      return true;
    }
    this.counts.sent++;
    entry.done();
    return true;
  }

  private take(): Entry[] {
    let bytes = 0;
    let count = 0;
    for (const { json } of this.entries) {
      bytes += byteLength(json) + 1;
      if (count === batchSize || (count > 0 && bytes > beaconBytes)) break;
      count++;
    }
    return this.entries.splice(0, count);
  }

  private sendBeacons(): void {
    while (this.entries.length > 0) {
      const batch = this.take();
      let isTaken = false;
      try {
        isTaken = navigator.sendBeacon(this.options.intake, bodyOf(batch));
      } catch {
        // A browser without beacons.
      }
      if (!isTaken) {
        // The page may come back.
        this.entries = [...batch, ...this.entries];
        return;
      }
      this.counts.sent += batch.length;
      for (const { done } of batch) done();
    }
  }

  private drop({ event, done }: Entry, reason: string): void {
    this.counts.dropped++;
    this.options.onError(new Error(reason), event);
    done();
  }
}

function bodyOf(batch: readonly Entry[]): string {
  return `[${batch.map(({ json }) => json).join()}]`;
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

async function post(intake: string | URL, batch: readonly Entry[]): Promise<Answer> {
  const body = bodyOf(batch);
  try {
    const response = await fetch(intake, {
      method: "POST",
      // A type that asks no other site's permission first; the intake reads it as JSON.
      headers: { "content-type": "text/plain;charset=UTF-8" },
      body,
      // The page may be left meanwhile; browsers refuse it for more than a beacon may hold.
      keepalive: byteLength(body) <= beaconBytes,
    });
    const { status } = response;
    const text = await response.text();
    if (status === 201 || status === 202) return "sent";
    const answer = parse(text);
    if (answer === undefined && (status === 429 || status >= 500)) return "later";
    return {
      invalid: reasons(answer?.invalid),
      error: reasons(answer?.error),
      rest: status === 207 ? "sent" : `the intake answered ${status}: ${text.slice(0, 200)}`,
    };
  } catch {
    return "later";
  }
}

interface Refused {
  readonly event: { readonly meta?: { readonly id?: unknown } } | null;
  readonly context: { readonly errorsText?: string; readonly message?: string };
}

/** An intake's answer; undefined for another one's, such as a proxy's. */
function parse(text: string): { readonly invalid?: Refused[]; readonly error?: Refused[] } | undefined {
  try {
    const answer = JSON.parse(text) as { invalid?: Refused[]; error?: Refused[] };
    return answer.invalid || answer.error ? answer : undefined;
  } catch {
    return undefined;
  }
}

function reasons(list: readonly Refused[] = []): Reasons {
  return new Map(
    list.map(({ event, context }) => [event?.meta?.id, context.errorsText ?? context.message ?? "refused"]),
  );
}
