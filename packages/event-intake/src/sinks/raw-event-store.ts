import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";

/** The directory beside an error stream's files. */
const directoryName = "raw-events";

/**
 * Stores refused events that are longer than what the error schema allows, beside the files of the error stream:
 * `raw-events/2026-11-02T09.raw` contains lines with the identifier that the error event refers to. `addendum replay
 * --invalid` reads them again.
 */
export class RawEventStore {
  private readonly directory: string;

  /** @param directory the one of the error stream's files, absolute */
  constructor(directory: string) {
    this.directory = join(directory, directoryName);
  }

  /**
   * Returns what the error event says instead of the event.
   * @param now milliseconds since the epoch
   * @throws where it cannot be written
   */
  store(id: string, raw: string, now: number): string {
    mkdirSync(this.directory, { recursive: true });
    const hour = new Date(now).toISOString().slice(0, 13);
    const line = `${JSON.stringify({ id, raw_event: raw })}\n`;
    appendFileSync(join(this.directory, `${hour}.raw`), line, { mode: 0o640 });
    return `${directoryName}/${id}`;
  }
}
