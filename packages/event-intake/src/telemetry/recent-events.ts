/** The outcome of one event, for observers. Nothing that its stream drops or hashes is in it. */
export interface RecentEvent {
  readonly status: "valid" | "invalid";
  /** `unknown` where the event names none. */
  readonly stream: string;
  /** What `$schema` names. */
  readonly schema: string;
  /** A copy: as it is written, or what may be stored of one that was refused. */
  readonly event: unknown;
  /** Why it was refused, in one text. */
  readonly reason?: string;
  /** Why it was refused, one by one. */
  readonly errors?: readonly object[];
}

/** Numbers of events. */
export interface RecentCounts {
  valid: number;
  invalid: number;
}

/** So many events are remembered; the oldest are forgotten, and still counted. */
const limit = 10_000;

/** The events that an intake saw since it began or was reset, for tests of anyone who sends them. */
export class RecentEvents {
  private events: RecentEvent[] = [];
  private total: RecentCounts = { valid: 0, invalid: 0 };
  private byStream = new Map<string, RecentCounts>();

  add(one: RecentEvent): void {
    this.events.push(one);
    if (this.events.length > 2 * limit) this.events = this.events.slice(-limit);
    this.total[one.status]++;
    let counts = this.byStream.get(one.stream);
    if (counts === undefined) this.byStream.set(one.stream, (counts = { valid: 0, invalid: 0 }));
    counts[one.status]++;
  }

  /** In the order in which they came. */
  find(stream: string | undefined, status: string | undefined): readonly RecentEvent[] {
    return this.events
      .slice(-limit)
      .filter(
        (one) =>
          (stream === undefined || one.stream === stream) && (status === undefined || one.status === status),
      );
  }

  get counts(): RecentCounts & { readonly streams: Readonly<Record<string, RecentCounts>> } {
    return { ...this.total, streams: Object.fromEntries(this.byStream) };
  }

  reset(): void {
    this.events = [];
    this.total = { valid: 0, invalid: 0 };
    this.byStream = new Map();
  }
}
