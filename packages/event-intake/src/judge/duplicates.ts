/** No more identifiers are remembered, in two halves. */
const halfLimit = 100_000;

/** Stream → identifiers of its events. Text is not joined: that would cost more than looking it up. */
type Half = Map<string, Set<string>>;

/**
 * Recognizes events that were written before, by stream and `meta.id`. It remembers those of a window of time, or as
 * many as fit: in two halves, of which the older one is forgotten at once, so remembering costs two look-ups.
 */
export class Duplicates {
  private current: Half = new Map();
  private previous: Half = new Map();
  private size = 0;
  private began: number;
  private readonly windowMs: number;

  /**
   * @param windowMs how long an identifier is remembered at least, in milliseconds, where there is room
   * @param now milliseconds that only grow
   */
  constructor(windowMs: number, now: number) {
    this.windowMs = windowMs;
    this.began = now;
  }

  has(stream: string, id: string): boolean {
    return this.current.get(stream)?.has(id) === true || this.previous.get(stream)?.has(id) === true;
  }

  /** It has been written. */
  add(stream: string, id: string, now: number): void {
    if (now - this.began >= this.windowMs || this.size >= halfLimit) {
      this.previous = this.current;
      this.current = new Map();
      this.size = 0;
      this.began = now;
    }
    let ids = this.current.get(stream);
    if (ids === undefined) this.current.set(stream, (ids = new Set()));
    ids.add(id);
    this.size++;
  }
}
