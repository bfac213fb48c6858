/** A token bucket: a burst, and a rate per second. */
export class Allowance {
  private left: number;
  private filledAt: number;
  private readonly burst: number;
  private readonly perSecond: number;

  /** @param now milliseconds that only grow */
  constructor(burst: number, perSecond: number, now: number) {
    this.burst = burst;
    this.perSecond = perSecond;
    this.left = burst;
    this.filledAt = now;
  }

  /** Adds what the time since the last call gives. */
  refill(now: number): void {
    this.left = Math.min(this.burst, this.left + ((now - this.filledAt) * this.perSecond) / 1000);
    this.filledAt = now;
  }

  /** Whether one more may happen; it counts as having happened then. */
  take(): boolean {
    if (this.left < 1) return false;
    this.left--;
    return true;
  }
}
