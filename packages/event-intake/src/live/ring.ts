/** What a ring contains. */
export interface RingItem {
  /** How much memory it takes, about. */
  readonly bytes: number;
}

/** The limits of a ring. */
export interface RingLimits {
  readonly count: number;
  readonly bytes: number;
}

/**
 * The last items of a sequence, bounded by their count and by their bytes. Each has a number that grows by one; the
 * oldest make room for new ones.
 */
export class Ring<T extends RingItem> {
  private items: (T | undefined)[] = [];
  /** Where the oldest item is; what was before it is cut off from time to time. */
  private head = 0;
  /** The number of the oldest item. */
  private firstNumber = 1;
  private heldBytes = 0;
  private readonly limits: RingLimits;

  constructor(limits: RingLimits) {
    this.limits = limits;
  }

  /** The number of the oldest item, or of the next one where there is none. */
  get first(): number {
    return this.firstNumber;
  }

  /** The number that the next item will have. */
  get next(): number {
    return this.firstNumber + this.length;
  }

  get length(): number {
    return this.items.length - this.head;
  }

  get bytes(): number {
    return this.heldBytes;
  }

  /** Adds an item. @returns its number */
  push(item: T): number {
    const number = this.next;
    this.items.push(item);
    this.heldBytes += item.bytes;
    // The newest stays, however large it is.
    while (this.length > 1 && (this.length > this.limits.count || this.heldBytes > this.limits.bytes)) {
      this.heldBytes -= (this.items[this.head] as T).bytes;
      this.items[this.head++] = undefined;
      this.firstNumber++;
    }
    if (this.head > this.limits.count) {
      this.items = this.items.slice(this.head);
      this.head = 0;
    }
    return number;
  }

  /** Items from a number on, or from the oldest; no more than some. */
  from(number: number, most = Infinity): readonly T[] {
    const at = this.head + Math.max(0, number - this.firstNumber);
    return this.items.slice(at, Math.min(this.items.length, at + most)) as T[];
  }
}
