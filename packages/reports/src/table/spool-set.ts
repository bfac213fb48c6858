import type { ByteText } from "./cells.ts";
import type { DateSpool } from "./date-spool.ts";

/** The rows of several intervals, which have no date in common. */
export class SpoolSet {
  private readonly byDate = new Map<number, DateSpool>();

  add(spool: DateSpool): void {
    for (const date of spool.dates) this.byDate.set(date, spool);
  }

  get dates(): readonly number[] {
    return [...this.byDate.keys()];
  }

  has(date: number): boolean {
    return this.byDate.has(date);
  }

  blocks(date: number): Iterable<ByteText> {
    return this.byDate.get(date)?.blocks(date) ?? [];
  }

  close(): void {
    for (const spool of new Set(this.byDate.values())) spool.close();
    this.byDate.clear();
  }
}
