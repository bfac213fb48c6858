/** No more identifiers are remembered, in two halves. */
const halfLimit = 100_000;

/**
 * Tells which events were written before, by stream and `meta.id`. It remembers those of a window of time, or as many as
 * fit: in two halves, of which the older one is forgotten at once, so remembering costs a look into two sets.
 */
export class Duplicates {
  private current = new Set<string>();
  private previous = new Set<string>();
  private began: number;
  private readonly halfMs: number;

  /**
   * @param windowMs how long an identifier is remembered at least, in milliseconds, where there is room
   * @param now milliseconds that only grow
   */
  constructor(windowMs: number, now: number) {
    this.halfMs = windowMs;
    this.began = now;
  }

  has(key: string): boolean {
    return this.current.has(key) || this.previous.has(key);
  }

  /** It has been written. */
  add(key: string, now: number): void {
    if (now - this.began >= this.halfMs || this.current.size >= halfLimit) {
      this.previous = this.current;
      this.current = new Set();
      this.began = now;
    }
    this.current.add(key);
  }
}
