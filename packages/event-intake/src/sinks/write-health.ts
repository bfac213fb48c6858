import { closeSync, mkdirSync, openSync, unlinkSync, writeSync } from "node:fs";
import { join } from "node:path";

/** So long a failure counts as one that continues, in milliseconds. */
const recentMs = 10_000;
/** A directory is tried no more often, in milliseconds. */
const tryMs = 2000;
const piece = Buffer.alloc(4096, "\n");

/**
 * Whether files can be written below a directory: what the last write said, or a try. Where no events are sent to an
 * intake that is not ready, nothing else would notice that there is room again.
 */
export class WriteHealth {
  private failure: { readonly message: string; readonly at: number } | undefined;
  private tried: { readonly message: string | undefined; readonly at: number } | undefined;
  private readonly directory: string;
  private readonly monotonic: () => number;

  /** @param monotonic milliseconds that only grow */
  constructor(directory: string, monotonic: () => number) {
    this.directory = directory;
    this.monotonic = monotonic;
  }

  noteSuccess(): void {
    this.failure = undefined;
  }

  noteFailure({ message }: Error): void {
    this.failure = { message, at: this.monotonic() };
  }

  /** Why nothing can be written; undefined: it can. */
  problem(): string | undefined {
    const now = this.monotonic();
    if (this.failure !== undefined && now - this.failure.at < recentMs) return this.failure.message;
    if (this.tried === undefined || now - this.tried.at > tryMs) {
      this.tried = { message: this.tryToWrite(), at: now };
    }
    return this.tried.message;
  }

  private tryToWrite(): string | undefined {
    const path = join(this.directory, `.addendum-probe-${process.pid}`);
    try {
      mkdirSync(this.directory, { recursive: true });
      const descriptor = openSync(path, "w", 0o600);
      try {
        if (writeSync(descriptor, piece) < piece.length) return "the disk is full";
      } finally {
        closeSync(descriptor);
        unlinkSync(path);
      }
      return undefined;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code ?? (error as Error).message;
    }
  }
}
