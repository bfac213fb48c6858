/**
 * Tells when more arrives than can be answered soon. The event loop takes whatever all sockets hold in one turn, so
 * the last request of a turn waits for all others: a turn that has worked for longer than its budget refuses what else
 * it brings before that is parsed. Those who are accepted are answered soon, and the others know at once.
 */
export class Overload {
  private turnBegan: number | undefined;
  private answering = 0;
  private readonly budgetMs: number;
  private readonly concurrent: number;
  private readonly now: () => number;

  /**
   * @param budgetMs what the requests of one turn may take, in milliseconds
   * @param concurrent how many may be answered at once
   * @param now milliseconds that only grow
   */
  constructor(budgetMs: number, concurrent: number, now: () => number) {
    this.budgetMs = budgetMs;
    this.concurrent = concurrent;
    this.now = now;
  }

  /** Whether another request is to be refused. */
  get isFull(): boolean {
    return this.answering >= this.concurrent || this.isLate;
  }

  /** Whether the requests of this turn have used up its time. The first of a turn is never late. */
  get isLate(): boolean {
    return this.turnBegan !== undefined && this.now() - this.turnBegan > this.budgetMs;
  }

  /** A request is worked on, until {@link leave}. */
  enter(): void {
    this.answering++;
    if (this.turnBegan !== undefined) return;
    this.turnBegan = this.now();
    setImmediate(() => (this.turnBegan = undefined));
  }

  leave(): void {
    this.answering--;
  }
}
