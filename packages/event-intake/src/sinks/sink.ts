/** One event, ready to be written. */
export interface SinkRecord {
  /** Its JSON, on one line. */
  readonly line: string;
  readonly topic: string;
  /** What messages are partitioned by. */
  readonly key: string | undefined;
  /** Milliseconds since the epoch: when it was received. */
  readonly timestamp: number;
}

/** Where events go. */
export interface Sink {
  /**
   * Resolves once the records are as durable as the sink promises; rejects if they may be lost, with
   * {@link RecordsRefused} if only some of them can never be written.
   * @param isHasty whether no sender waits for the answer
   */
  write(records: readonly SinkRecord[], isHasty: boolean): Promise<void>;
  /** So much waits to be written that nothing more is taken. */
  readonly isFull: boolean;
  /** What waits to be written, in bytes. */
  readonly waitingBytes?: number;
  /** Since when the oldest write waits, in milliseconds that only grow; undefined: nothing waits. */
  readonly oldestSince?: number | undefined;
  /** Why it cannot write now; undefined: it can, as far as it knows. Anyone who asks makes it look again. */
  problem?(): Promise<string | undefined>;
  /** Writes what waits, and lets go. */
  close(): Promise<void>;
}

/** The queue of a sink is full. */
export class SinkFull extends Error {
  constructor() {
    super("too many events are queued");
  }
}

/** Some records can never be written; all others were. */
export class RecordsRefused extends Error {
  /** Index of the record → why. */
  readonly reasons: ReadonlyMap<number, string>;

  constructor(reasons: ReadonlyMap<number, string>) {
    super([...new Set(reasons.values())].join(", "));
    this.reasons = reasons;
  }
}
