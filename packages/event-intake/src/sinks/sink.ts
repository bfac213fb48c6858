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
   * Kept once the records are where they are safe, as far as the sink promises that; broken where they may not be.
   * @param isHasty nobody waits for the answer
   */
  write(records: readonly SinkRecord[], isHasty: boolean): Promise<void>;
  /** So much waits to be written that nothing more is taken. */
  readonly isFull: boolean;
  /** Writes what waits, and lets go. */
  close(): Promise<void>;
}

/** More waits to be written than may. */
export class SinkFull extends Error {
  constructor() {
    super("more events wait to be written than may");
  }
}
