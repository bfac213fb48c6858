/**
 * Tells when more arrives than can be answered soon. The event loop takes whatever all sockets hold in one turn, so the
 * last request of a turn waits for all others: once a turn has worked for longer than a budget, what else it brings is
 * better refused at once.
 */
export class Overload {
  private turnBegan: number | undefined;
  private answering = 0;
  private readonly budgetMs: number;
  private readonly concurrent: number;
  private readonly now: () => number;

  /** @param now milliseconds that only grow */
  constructor(budgetMs: number, concurrent: number, now: () => number) {
    this.budgetMs = budgetMs;
    this.concurrent = concurrent;
    this.now = now;
  }

  /** Whether this turn has no time left for another request. */
  get isLate(): boolean {
    const now = this.now();
    if (this.turnBegan === undefined) {
      this.turnBegan = now;
      setImmediate(() => (this.turnBegan = undefined));
      return false;
    }
    return now - this.turnBegan > this.budgetMs;
  }

  /** Whether as many requests are being answered as may. */
  get isCrowded(): boolean {
    return this.answering >= this.concurrent;
  }

  enter(): void {
    this.answering++;
  }

  leave(): void {
    this.answering--;
  }
}
