/** The size up to which a body is small, in bytes: a single one does not delay others. */
export const smallBytes = 64 * 1024;

/** So few small requests are not an overload, however long a turn takes: the machine may just be slow. */
const fewSmall = 64;

/** Nor are large ones that are together no larger than this: a turn works on them in tens of milliseconds. */
const fewLargeBytes = 2 * 1024 * 1024;

/** Nor are so few of the largest. */
const fewLargest = 4;

/**
 * Detects when more requests arrive than can be answered soon. The event loop takes what all sockets have received in one
 * turn, so the last request of a turn waits for all others: a turn that has worked for longer than its budget refuses
 * what else it brings before that is parsed. Those who are accepted are answered soon, and the others know at once.
 *
 * The work of large requests is compared with large ones only: one client with large batches must not cost the others
 * their events. Compiling a schema does not count, because it happens once.
 */
export class Overload {
  private turnBegan: number | undefined;
  private answering = 0;
  /** What of this turn went into large requests, in milliseconds. */
  private largeMs = 0;
  private compiledBefore = 0;
  private readonly budgetMs: number;
  private readonly concurrent: number;
  private readonly now: () => number;
  private readonly compiledMs: () => number;

  /**
   * @param budgetMs what the requests of one turn may take, in milliseconds
   * @param concurrent how many may be read or answered at once
   * @param now milliseconds that only grow
   * @param compiledMs what went into compiling schemas so far, in milliseconds
   */
  constructor(budgetMs: number, concurrent: number, now: () => number, compiledMs = () => 0) {
    this.budgetMs = budgetMs;
    this.concurrent = concurrent;
    this.now = now;
    this.compiledMs = compiledMs;
  }

  /** How many are read or answered now. */
  get count(): number {
    return this.answering;
  }

  /** Whether another small request is to be refused. */
  get isFull(): boolean {
    return this.isFullFor(0);
  }

  /** Whether another request is to be refused. */
  isFullFor(bytes: number): boolean {
    return this.answering >= this.concurrent || this.isLateFor(bytes);
  }

  /** Whether the small requests of this turn have used up its time. The first of a turn is never late. */
  get isLate(): boolean {
    return this.isLateFor(0);
  }

  isLateFor(bytes: number): boolean {
    const few = bytes > smallBytes ? Math.max(fewLargest, fewLargeBytes / bytes) : fewSmall;
    if (this.turnBegan === undefined || this.answering <= few) return false;
    const worked = this.now() - this.turnBegan - (this.compiledMs() - this.compiledBefore);
    return (bytes > smallBytes ? worked : worked - this.largeMs) > this.budgetMs;
  }

  /** A request is being read and answered, until {@link leave}. */
  enter(): void {
    this.answering++;
  }

  leave(): void {
    this.answering--;
  }

  /** Works on a request that is here as a whole. */
  work<T>(bytes: number, answer: () => T): T {
    this.beginTurn();
    if (bytes <= smallBytes) return answer();
    const [began, before] = [this.now(), this.compiledMs()];
    try {
      return answer();
    } finally {
      this.largeMs += this.now() - began - (this.compiledMs() - before);
    }
  }

  private beginTurn(): void {
    if (this.turnBegan !== undefined) return;
    this.turnBegan = this.now();
    this.compiledBefore = this.compiledMs();
    setImmediate(() => {
      this.turnBegan = undefined;
      this.largeMs = 0;
    });
  }
}
