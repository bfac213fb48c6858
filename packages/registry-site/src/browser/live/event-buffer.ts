import type { ShownEvent } from "@addendum/event-intake/live-messages";

/** An event in the page. */
export interface Row extends ShownEvent {
  /** `RUN.NUMBER`: what a link to it says. */
  readonly key: string;
  /** Grows by one with each event that the page was sent. */
  readonly serial: number;
}

interface HeldRow {
  readonly row: Row;
  readonly size: number;
}

/** So many events that are not accepted outlive those that are, which may be a flood. */
const troubles = 1000;

/**
 * The last events that the page was sent, bounded by their count and their size. Accepted events are removed before
 * others, because people look for those that were not accepted.
 */
export class EventBuffer {
  private held: readonly HeldRow[] = [];
  private size = 0;
  private nextSerial = 0;
  private readonly count: number;
  private readonly total: number;

  /** @param total of the sizes of all */
  constructor(count = 5000, total = 8 * 1024 * 1024) {
    this.count = count;
    this.total = total;
  }

  get length(): number {
    return this.held.length;
  }

  /**
   * Adds rows.
   * @param size of each, about
   * @returns them, and whether others made room for them
   */
  add(
    run: string,
    first: number,
    events: readonly ShownEvent[],
    size: number,
  ): { readonly added: readonly Row[]; readonly isFull: boolean } {
    const added = events.map((event, index): Row => ({
      ...event,
      key: `${run}.${first + index}`,
      serial: this.nextSerial++,
    }));
    this.held = [...this.held, ...added.map((row) => ({ row, size }))];
    this.size += size * added.length;
    const isFull = this.held.length > this.count || this.size > this.total;
    if (isFull) this.makeRoom();
    return { added, isFull };
  }

  private makeRoom(): void {
    let left = this.held.length;
    let stubborn = this.held.filter(isTrouble).length;
    const drop = ({ size }: HeldRow): false => {
      left--;
      this.size -= size;
      return false;
    };
    const isOver = () => left > 1 && (left > this.count || this.size > this.total);
    this.held = this.held.filter((one) => {
      if (!isOver()) return true;
      if (!isTrouble(one)) return drop(one);
      return stubborn > troubles && stubborn-- > 0 ? drop(one) : true;
    });
    // Nothing but those that stay, and too large anyway.
    this.held = this.held.filter((one) => !isOver() || drop(one));
  }

  clear(): void {
    this.held = [];
    this.size = 0;
  }

  rows(): readonly Row[] {
    return this.held.map(({ row }) => row);
  }

  find(key: string): Row | undefined {
    return this.held.findLast(({ row }) => row.key === key)?.row;
  }
}

function isTrouble({ row }: HeldRow): boolean {
  return row.verdict === "rejected" || row.verdict === "failed";
}
