import type { ServerResponse } from "node:http";
import type { RememberedEvent } from "./live-events.ts";
import type { Ring } from "./ring.ts";

/** Where a viewer continues: the run of the intake that it knows, and the last event that it has. */
export interface Position {
  readonly run: string;
  readonly number: number;
}

/** `RUN.NUMBER`, as events are named to viewers; undefined for anything else. */
export function parsePosition(text: string | undefined): Position | undefined {
  const match = /^([\w-]{1,32})\.(\d{1,15})$/.exec(text ?? "");
  return match === null ? undefined : { run: match[1] as string, number: Number(match[2]) };
}

/** A viewer that reads too slowly is sent nothing more until less than this waits, in bytes. */
const waitingLimit = 4 * 1024 * 1024;
/** So many events are one message. */
const batchLimit = 500;
/** A viewer that is sent nothing for so long is told that all is well, in milliseconds. */
const beatMs = 5000;

/** One viewer's server-sent events. It asks the ring for what it lacks, so a slow one holds nothing. */
export class Feed {
  private readonly response: ServerResponse;
  private readonly run: string;
  private next: number;
  private sentAt = 0;

  /**
   * Answers a request.
   * @param after where the viewer was; undefined, or of another run: it is sent all that is remembered
   */
  constructor(response: ServerResponse, run: string, after: Position | undefined, firstOfRing: number) {
    this.response = response;
    this.run = run;
    this.next = after?.run === run ? after.number + 1 : firstOfRing;
    response.writeHead(200, {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      // Proxies that gather answers would keep events.
      "x-accel-buffering": "no",
    });
    response.write("retry: 2000\n\n");
  }

  /** Sends what came since the last time. */
  update(ring: Ring<RememberedEvent>, now: number): void {
    if (this.response.writableLength > waitingLimit) return;
    // What another run counted is not a number of this one.
    if (this.next > ring.next) this.next = ring.first;
    while (this.next < ring.next && this.response.writableLength <= waitingLimit) {
      const missed = Math.max(0, ring.first - this.next);
      const from = this.next + missed;
      const events = ring.from(from, batchLimit);
      this.next = from + events.length;
      const shown = events.map((one) => one.shown).join(",");
      this.send("events", `{"first":${from},"missed":${missed},"events":[${shown}]}`, now, this.next - 1);
    }
    if (now - this.sentAt >= beatMs) this.send("beat", "{}", now);
  }

  /** @param data one line of JSON */
  send(name: string, data: string, now: number, number?: number): void {
    this.sentAt = now;
    const id = number === undefined ? "" : `id: ${this.run}.${number}\n`;
    this.response.write(`${id}event: ${name}\ndata: ${data}\n\n`);
  }

  end(): void {
    this.response.end();
  }
}
