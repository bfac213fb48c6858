import { RecordsRefused, type Sink } from "../sinks/sink.ts";
import type { Log } from "../telemetry/log.ts";
import type { Metrics } from "../telemetry/metrics.ts";
import type { EventLine, Writable } from "./event-lines.ts";
import type { Outcome } from "./outcome.ts";

const accepted: Outcome = { kind: "accepted" };

/** Hands the valid events of a request to their sinks, and counts them. */
export class EventWriter {
  private readonly metrics: Metrics;
  private readonly log: Log;
  private readonly onWritten: ((stream: string, id: string) => void) | undefined;
  private turn: Promise<void> | undefined;

  /** @param onWritten called with written events that had an identifier when they came */
  constructor(metrics: Metrics, log: Log, onWritten?: (stream: string, id: string) => void) {
    this.metrics = metrics;
    this.log = log;
    this.onWritten = onWritten;
  }

  /** The outcome of each: those that are accepted are with their sinks, as firmly as these promise. */
  async write(events: readonly Writable[], isHasty: boolean): Promise<Outcome[]> {
    const bySink = new Map<Sink, EventLine[]>();
    for (const one of events) {
      if (one.kind !== "line") continue;
      const list = bySink.get(one.sink);
      if (list === undefined) bySink.set(one.sink, [one]);
      else list.push(one);
    }
    const failures = await this.writeEach(bySink, isHasty);
    return events.map((one): Outcome => {
      if (one.kind !== "line") return one;
      const message = failures.get(one);
      return message === undefined ? accepted : { kind: "error", event: JSON.parse(one.line), message };
    });
  }

  /** The events that were not written, and why. */
  private async writeEach(
    bySink: ReadonlyMap<Sink, readonly EventLine[]>,
    isHasty: boolean,
  ): Promise<ReadonlyMap<EventLine, string>> {
    const failures = new Map<EventLine, string>();
    const writing: Promise<void>[] = [];
    for (const [sink, list] of bySink) {
      const written = sink.write(list, isHasty).then(
        () => this.countAll(list),
        (error: unknown) => this.noteFailures(list, error as Error, failures),
      );
      writing.push(written);
    }
    // Nearly all requests have one.
    await (writing.length === 1 ? writing[0] : Promise.all([...writing, this.endOfTurn()]));
    return failures;
  }

  private noteFailures(list: readonly EventLine[], error: Error, failures: Map<EventLine, string>): void {
    this.log.warn(`events could not be written: ${error.message}`);
    const reasons = error instanceof RecordsRefused ? error.reasons : undefined;
    const written: EventLine[] = [];
    for (const [index, one] of list.entries()) {
      const refusal = reasons?.get(index);
      if (reasons !== undefined && refusal === undefined) {
        written.push(one);
        continue;
      }
      const message =
        refusal === undefined
          ? "the event could not be written; send it again"
          : `${refusal}; it cannot be written`;
      failures.set(one, message);
      this.metrics.countError(one.stream, one.schemaUri, "SinkError");
    }
    this.countAll(written);
  }

  /** Where nothing is written, the answer waits for those that are: each one alone would wake up its receiver. */
  private endOfTurn(): Promise<void> {
    this.turn ??= new Promise((end) => {
      setImmediate(() => {
        this.turn = undefined;
        end();
      });
    });
    return this.turn;
  }

  /** Neighbours are mostly of one stream. */
  private countAll(list: readonly EventLine[]): void {
    if (this.onWritten !== undefined) {
      for (const { stream, givenId } of list) if (givenId !== undefined) this.onWritten(stream, givenId);
    }
    for (let index = 0; index < list.length;) {
      const { stream, schemaUri } = list[index] as EventLine;
      let end = index + 1;
      while (end < list.length && list[end]?.stream === stream && list[end]?.schemaUri === schemaUri) end++;
      this.metrics.countProduced(stream, schemaUri, end - index);
      index = end;
    }
  }
}
