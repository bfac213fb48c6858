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

/** The last events that the page was sent, bounded by their count and their size. */
export class EventBuffer {
  private held: HeldRow[] = [];
  private size = 0;
  private nextSerial = 0;
  private readonly count: number;
  private readonly total: number;

  /** @param total of the sizes of all */
  constructor(count = 5000, total = 8 * 1024 * 1024) {
    this.count = count;
    this.total = total;
  }

  /** The serial of the oldest row. */
  get first(): number {
    return this.held[0]?.row.serial ?? this.nextSerial;
  }

  get length(): number {
    return this.held.length;
  }

  /** Adds rows. @param size of each, about. @returns them */
  add(run: string, first: number, events: readonly ShownEvent[], size: number): readonly Row[] {
    const rows = events.map((event, index): Row => ({
      ...event,
      key: `${run}.${first + index}`,
      serial: this.nextSerial++,
    }));
    for (const row of rows) this.held.push({ row, size });
    this.size += size * rows.length;
    let dropped = 0;
    while (
      this.held.length - dropped > 1 &&
      (this.held.length - dropped > this.count || this.size > this.total)
    ) {
      this.size -= (this.held[dropped++] as HeldRow).size;
    }
    if (dropped > 0) this.held.splice(0, dropped);
    return rows;
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
