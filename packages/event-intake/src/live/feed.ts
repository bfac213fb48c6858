import type { ServerResponse } from "node:http";
import type { RememberedEvent } from "./live-events.ts";
import type { Edit } from "./messages.ts";
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
const waitingLimit = 1024 * 1024;
/** One that reads nothing for so long is let go, in milliseconds: its machine sleeps, or the way to it was cut. */
const patienceMs = 60_000;
/** So many events are one message, and so much text, in UTF-16 units. */
const batchLimit = 500;
const batchLength = 256 * 1024;
/** After this long without a message, a viewer is sent a sign of life. In milliseconds. */
const beatMs = 5000;

/** One viewer's server-sent events. It asks the ring for what it lacks, so a slow one needs no memory. */
export class Feed {
  private readonly response: ServerResponse;
  private readonly run: string;
  private readonly monotonic: () => number;
  private next: number;
  private sentAt = 0;
  /** Whether it was behind when a source was saved. */
  lacksEdits = false;
  /** What was written and not taken by the connection yet, in messages; and when it last took one. */
  private unread = 0;
  private readAt = 0;

  /**
   * Answers a request.
   * @param after where the viewer was; undefined, or of another run: it is sent all that is remembered
   * @param monotonic milliseconds that only grow
   */
  constructor(
    response: ServerResponse,
    run: string,
    after: Position | undefined,
    firstOfRing: number,
    monotonic: () => number,
  ) {
    this.response = response;
    this.run = run;
    this.monotonic = monotonic;
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
    if (this.unread > 0 && now - this.readAt > patienceMs) {
      this.response.destroy();
      return;
    }
    // What another run counted is not a number of this one.
    if (this.next > ring.next) this.next = ring.first;
    while (this.next < ring.next && !this.isBehind) {
      const missed = Math.max(0, ring.first - this.next);
      const from = this.next + missed;
      const events = firstOf(ring.from(from, batchLimit));
      this.next = from + events.length;
      this.send(
        "events",
        `{"first":${from},"missed":${missed},"events":[${events.join(",")}]}`,
        now,
        this.next - 1,
      );
    }
    if (now - this.sentAt >= beatMs) this.send("beat", "{}", now);
  }

  /**
   * Sends a message, if the viewer reads what it was sent before.
   * @param data one line of JSON
   * @returns whether it was sent
   */
  send(name: string, data: string, now: number, number?: number): boolean {
    if (this.isBehind) return false;
    this.sentAt = now;
    if (this.unread++ === 0) this.readAt = now;
    const id = number === undefined ? "" : `id: ${this.run}.${number}\n`;
    this.response.write(`${id}event: ${name}\ndata: ${data}\n\n`, () => {
      this.unread--;
      this.readAt = this.monotonic();
    });
    return true;
  }

  /** Sends what saved sources would mean; again, where the viewer has been behind. */
  sendEdits(edits: Iterable<Edit>, now: number): void {
    this.lacksEdits = false;
    for (const edit of edits) {
      if (!this.send("edit", JSON.stringify(edit), now)) this.lacksEdits = true;
    }
  }

  end(): void {
    this.response.end();
  }

  private get isBehind(): boolean {
    return this.response.writableLength > waitingLimit;
  }
}

/** As many as fit into one message, and one in any case. */
function firstOf(events: readonly RememberedEvent[]): readonly string[] {
  let length = 0;
  const texts: string[] = [];
  for (const { shown } of events) {
    length += shown.length;
    if (texts.length > 0 && length > batchLength) break;
    texts.push(shown);
  }
  return texts;
}
