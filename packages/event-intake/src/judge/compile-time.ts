/** The time spent reading and compiling schemas so far. It is needed once per schema, so it does not count as load. */
export class CompileTime {
  private spent = 0;
  private isRunning = false;
  private readonly now: () => number;

  /** @param now milliseconds that only grow */
  constructor(now: () => number) {
    this.now = now;
  }

  /** Milliseconds. */
  get ms(): number {
    return this.spent;
  }

  measure<T>(work: () => T): T {
    if (this.isRunning) return work();
    this.isRunning = true;
    const began = this.now();
    try {
      return work();
    } finally {
      this.spent += this.now() - began;
      this.isRunning = false;
    }
  }
}
