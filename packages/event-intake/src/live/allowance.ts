/** A token bucket: a burst, and a rate per second. */
export class Allowance {
  private rest: number;
  private filledAt: number;
  private readonly burst: number;
  private readonly perSecond: number;

  /** @param now milliseconds that only grow */
  constructor(burst: number, perSecond: number, now: number) {
    this.burst = burst;
    this.perSecond = perSecond;
    this.rest = burst;
    this.filledAt = now;
  }

  /** Adds what the time since the last call gives. */
  refill(now: number): void {
    this.rest = Math.min(this.burst, this.rest + ((now - this.filledAt) * this.perSecond) / 1000);
    this.filledAt = now;
  }

  /** Whether one more may happen; it counts as having happened then. */
  take(): boolean {
    if (this.rest < 1) return false;
    this.rest--;
    return true;
  }

  /** What is left; nothing where more has happened than may. */
  get left(): number {
    return Math.max(0, this.rest);
  }

  /** Counts what has happened, even where it is more than may: that is missing later. */
  spend(amount: number): void {
    this.rest -= amount;
  }
}
