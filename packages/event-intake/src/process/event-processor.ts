import type { EventError } from "../judge/event-schema.ts";
import type { Judgement } from "../judge/judgement.ts";
import type { Judge } from "../judge/judge.ts";
import type { Origin } from "../judge/origin.ts";
import type { QueryDefaults } from "../judge/query-defaults.ts";
import type { EventObserver } from "../live/observer.ts";
import type { Sink } from "../sinks/sink.ts";
import type { RecentEvents } from "../telemetry/recent-events.ts";
import type { ErrorReporter } from "../write/error-reporter.ts";
import { makeLines } from "../write/event-lines.ts";
import type { EventWriter } from "../write/event-writer.ts";
import type { Outcome } from "../write/outcome.ts";
import type { RecentEventShowing } from "./recent-event-showing.ts";

/** The events of one request. */
export interface Batch {
  /** As they were parsed; they are completed in place. */
  readonly events: readonly unknown[];
  /** Those that no schema need judge, by their index, and why not. */
  readonly malformed: ReadonlyMap<number, EventError> | undefined;
  readonly origin: Origin;
  readonly defaults: QueryDefaults;
  /** The JSON of one of them, as it came: for error events. */
  readonly raw: (index: number) => string;
}

export interface ProcessorOptions {
  readonly judge: Judge;
  readonly writer: EventWriter;
  readonly reporter: ErrorReporter;
  readonly sinks: ReadonlyMap<string, Sink>;
  /** Shown each event once it is judged, without what its stream drops: for development. */
  readonly recent?: { readonly events: RecentEvents; readonly showing: RecentEventShowing } | undefined;
  /** Receives events while viewers are connected. */
  readonly observer?: EventObserver | undefined;
}

/** Errors in one answer, beyond which each event has its first alone: a body of 4 MiB can contain a million. */
const errorsLimit = 10_000;

/** The way of a request's events through the intake: they are judged, reported where they are refused, and written. */
export class EventProcessor {
  private readonly options: ProcessorOptions;
  /** Hasty events that are still being written, without a sender waiting for them. */
  private readonly pending = new Set<Promise<unknown>>();

  constructor(options: ProcessorOptions) {
    this.options = options;
  }

  /** Judges all events at once. Resolves when each is written or refused. */
  process(batch: Batch): Promise<Outcome[]> {
    return this.write(batch, false);
  }

  /** As {@link process}, for those who do not wait. */
  processHastily(batch: Batch): void {
    const written = this.write(batch, true)
      .catch(() => undefined)
      .finally(() => this.pending.delete(written));
    this.pending.add(written);
  }

  /** Whether a sink takes no more for now. */
  get isFull(): boolean {
    for (const sink of this.options.sinks.values()) if (sink.isFull) return true;
    return false;
  }

  /** Resolves once all hasty events are written. */
  async settle(): Promise<void> {
    while (this.pending.size > 0) await Promise.allSettled(this.pending);
    await this.options.reporter.settle();
  }

  private write(batch: Batch, isHasty: boolean): Promise<Outcome[]> {
    const { writer, observer } = this.options;
    const judgements = this.judgeAll(batch);
    const lines = makeLines(judgements);
    const written = writer.write(lines, isHasty);
    if (observer?.isWatching === true) {
      const tell = observer.observe(judgements, lines, batch.origin.receivedAt);
      if (tell !== undefined) void written.then(tell, () => undefined);
    }
    return written;
  }

  private judgeAll({ events, malformed, origin, defaults, raw }: Batch): Judgement[] {
    const { judge, reporter } = this.options;
    let told = 0;
    return events.map((event, index) => {
      const problem = malformed?.get(index);
      if (problem !== undefined) return this.show(judge.refuseMalformed(event, problem), origin);
      const judgement = judge.judge(event, origin, defaults, Math.max(1, errorsLimit - told));
      this.show(judgement, origin);
      if (judgement.kind === "invalid") {
        told += judgement.errors.length;
        reporter.report(judgement, origin, () => raw(index));
      }
      return judgement;
    });
  }

  private show<T extends Judgement>(judgement: T, { receivedAt }: Origin): T {
    const { recent } = this.options;
    recent?.events.add(recent.showing.show(judgement, receivedAt));
    return judgement;
  }
}
