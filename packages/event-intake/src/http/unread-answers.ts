import type { ServerResponse } from "node:http";

/** Smaller answers fit the system's own buffers. */
const smallBytes = 16 * 1024;
/** What all answers that wait to be read may contain. */
const budgetBytes = 64 * 1024 * 1024;
/** How long an answer may take when memory is short, in milliseconds; a client that reads is never cut off. */
const graceMs = 2000;
const sweepMs = 1000;

/**
 * Drops answers that clients do not read: the oldest ones if all together use too much memory, and each after a time.
 * An answer repeats the events that were refused, so a few clients that do not read could fill the memory.
 */
export class UnreadAnswers {
  /** In the order in which they were sent. */
  private readonly waiting = new Map<ServerResponse, { readonly bytes: number; readonly since: number }>();
  private held = 0;
  private timer: NodeJS.Timeout | undefined;
  private readonly patienceMs: number;
  private readonly now: () => number;

  /**
   * @param patienceMs how long an answer may take to be read
   * @param now milliseconds that only grow
   */
  constructor(patienceMs: number, now: () => number) {
    this.patienceMs = patienceMs;
    this.now = now;
  }

  /** What waits to be read, in bytes. */
  get bytes(): number {
    return this.held;
  }

  /** An answer has been handed to its connection. */
  watch(response: ServerResponse, bytes: number): void {
    if (bytes < smallBytes || response.writableFinished || response.destroyed) return;
    this.waiting.set(response, { bytes, since: this.now() });
    this.held += bytes;
    response.once("close", () => this.forget(response));
    this.sweep();
    this.timer ??= setInterval(() => this.sweep(), sweepMs).unref();
  }

  private forget(response: ServerResponse): void {
    const one = this.waiting.get(response);
    if (one === undefined) return;
    this.waiting.delete(response);
    this.held -= one.bytes;
    if (this.waiting.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private sweep(): void {
    const now = this.now();
    for (const [response, { since }] of this.waiting) {
      const age = now - since;
      const isTooMuch = this.held > budgetBytes && age > graceMs;
      if (age <= this.patienceMs && !isTooMuch && this.held <= 4 * budgetBytes) return;
      this.forget(response);
      response.destroy();
    }
  }
}
