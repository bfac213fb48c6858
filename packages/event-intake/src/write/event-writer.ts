import type { Sink } from "../sinks/sink.ts";
import type { Log } from "../telemetry/log.ts";
import type { Metrics } from "../telemetry/metrics.ts";
import type { EventLine, Writable } from "./event-lines.ts";
import type { Outcome } from "./outcome.ts";

const accepted: Outcome = { kind: "accepted" };

/** Hands the valid events of a request to their sinks, and counts them. */
export class EventWriter {
  private readonly metrics: Metrics;
  private readonly log: Log;
  private turn: Promise<void> | undefined;

  constructor(metrics: Metrics, log: Log) {
    this.metrics = metrics;
    this.log = log;
  }

  /** What became of each: those that are accepted are with their sinks, as firmly as these promise. */
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
      const message = failures.get(one.sink);
      return message === undefined ? accepted : { kind: "error", event: JSON.parse(one.line), message };
    });
  }

  /** What each sink that failed has to say of it. */
  private async writeEach(
    bySink: ReadonlyMap<Sink, readonly EventLine[]>,
    isHasty: boolean,
  ): Promise<ReadonlyMap<Sink, string>> {
    const failures = new Map<Sink, string>();
    const writing: Promise<void>[] = [];
    for (const [sink, list] of bySink) {
      const written = sink.write(list, isHasty).then(
        () => this.countAll(list),
        (error: unknown) => {
          this.tellOfFailure(list, error as Error);
          failures.set(sink, "the event could not be written; send it again");
        },
      );
      writing.push(written);
    }
    // Nearly all requests have one.
    await (writing.length === 1 ? writing[0] : Promise.all([...writing, this.endOfTurn()]));
    return failures;
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

  private tellOfFailure(list: readonly EventLine[], { message }: Error): void {
    this.log.warn(`events could not be written: ${message}`);
    for (const { stream, schemaUri } of list) this.metrics.countError(stream, schemaUri, "SinkError");
  }

  /** Neighbours are mostly of one stream. */
  private countAll(list: readonly EventLine[]): void {
    for (let index = 0; index < list.length;) {
      const { stream, schemaUri } = list[index] as EventLine;
      let end = index + 1;
      while (end < list.length && list[end]?.stream === stream && list[end]?.schemaUri === schemaUri) end++;
      this.metrics.countProduced(stream, schemaUri, end - index);
      index = end;
    }
  }
}
