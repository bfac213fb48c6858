import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** A file that an intake leaves beside its files of events, and that nothing loads. */
export interface IntakeLeftover {
  readonly path: string;
  /** When the oldest event in it was received, as far as names and times of files tell: milliseconds since the epoch. */
  readonly oldest: number;
  /** Whether the intake may still append to it. */
  readonly isOpen: boolean;
}

/**
 * Refused events that were too long for an error event (`raw-events/2026-11-02T09.raw`), half lines of a killed intake
 * (`….ndjson.torn`), and compressed copies that were never finished (`….ndjson.gz.part`).
 */
const rawEvents = /(?:^|[/\\])raw-events[/\\](\d{4}-\d{2}-\d{2}T\d{2})\.raw$/;
const leftovers = /(?:^|[/\\])(\d{4}-\d{2}-\d{2}T\d{2})\.\d+\.ndjson(?:\.torn(?:\.\d+)?|\.gz\.part)$/;

/**
 * Finds what holds events below a directory besides the files of events.
 * @param now milliseconds since the epoch
 * @param onUnreadable receives files that cannot be looked at
 */
export function intakeLeftovers(
  directory: string,
  now: number,
  onUnreadable: (path: string) => void,
): readonly IntakeLeftover[] {
  const found: IntakeLeftover[] = [];
  const thisHour = new Date(now).toISOString().slice(0, 13);
  for (const name of readdirSync(directory, { recursive: true, encoding: "utf8" })) {
    const hour = (rawEvents.exec(name) ?? leftovers.exec(name))?.[1];
    if (hour === undefined) continue;
    const path = join(directory, name);
    try {
      const stat = statSync(path);
      if (!stat.isFile()) continue;
      const began = Date.parse(`${hour}:00:00Z`);
      // A copy or a backup has a newer time than its content, and a name that is not an hour tells nothing.
      const oldest = Number.isNaN(began) ? stat.mtimeMs : Math.min(began, stat.mtimeMs);
      found.push({ path, oldest, isOpen: hour >= thisHour });
    } catch (error) {
      // Gone meanwhile: another run, or an intake that finished compressing.
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") onUnreadable(path);
    }
  }
  return found;
}
