import type { Origin } from "./complete.ts";
import { makeErrorEvent, type RefusedEvent } from "./error-event.ts";
import { type Event, isEvent, metaText } from "./event.ts";
import type { EventError, EventSchema } from "./event-schema.ts";
import type { Log } from "./log.ts";
import { messageKey, topicOf } from "./message.ts";
import type { Metrics } from "./metrics.ts";
import { type Hasher, hasTreatments, treatPersonalData } from "./personal-data.ts";
import type { SchemaStore } from "./schema-store.ts";
import type { Sink } from "./sinks/sink.ts";
import type { StreamSettings } from "./streams/stream-settings.ts";
import { findStream, type StreamsConfiguration } from "./streams/streams-configuration.ts";

export interface ErrorReporterOptions {
  /** The stream of error events; undefined: none. */
  readonly errorStream: string | undefined;
  readonly store: SchemaStore;
  readonly streams: StreamsConfiguration;
  readonly sinks: ReadonlyMap<string, Sink>;
  readonly hasher: Hasher;
  readonly metrics: Metrics;
  readonly log: Log;
  /** Milliseconds that only grow. */
  readonly monotonic: () => number;
}

/** A refused event, and what is known of it. */
export interface Refusal {
  readonly event: Event;
  readonly errors: readonly EventError[];
  readonly schema: EventSchema;
  readonly schemaUri: string;
  readonly settings: StreamSettings;
  readonly origin: Origin;
  /** The event's JSON as it came. */
  readonly raw: () => string;
}

/** The title of the schema of error events. */
export const errorTitle = "error";

/** Tells the log and the error stream of events that were refused. What fails here is only logged. */
export class ErrorReporter {
  private readonly options: ErrorReporterOptions;
  private refused: RefusedEvent[] = [];
  private writing: Promise<void> | undefined;

  constructor(options: ErrorReporterOptions) {
    this.options = options;
  }

  /** Kept when the error event is written, after this turn's answers; undefined: there is none. */
  report({ event, errors, schema, schemaUri, settings, origin, raw }: Refusal): Promise<void> | undefined {
    const { errorStream, log } = this.options;
    const stream = metaText(event, "stream");
    log.refused(() => {
      const { dataPath = "", message = "" } = errors[0] ?? {};
      return `refused an event of “${stream ?? "unknown"}”, ${schemaUri}: ${dataPath} ${message}`;
    });
    // An error event that is refused makes no other one.
    if (errorStream === undefined || stream === errorStream || schema.title === errorTitle) return undefined;
    this.refused.push({
      stream,
      schemaUri,
      raw: this.treatedText(raw(), schema, settings, origin),
      errors,
      requestId: metaText(event, "request_id"),
      receivedAt: origin.receivedAt,
    });
    this.writing ??= new Promise((turn) => setImmediate(turn)).then(() => this.write(errorStream));
    return this.writing;
  }

  /** All that was refused in one turn, at once. */
  private async write(stream: string): Promise<void> {
    const { log, streams, sinks, store, metrics, monotonic } = this.options;
    const all = this.refused;
    this.refused = [];
    this.writing = undefined;
    try {
      const schema = store.get(`/${errorTitle}/latest`, monotonic());
      const settings = findStream(streams, stream) ?? streams.defaults;
      const uri = `/${schema.title}/${schema.version}`;
      const topic = topicOf(stream, settings, uri);
      const records = all.flatMap((refused) => {
        const event = makeErrorEvent(refused, stream, metrics.name, schema);
        const problem = schema.refuse(event)?.[0];
        if (problem !== undefined) {
          log.once(`error events do not fit /error: ${problem.dataPath} ${problem.message}`);
          return [];
        }
        const line = JSON.stringify(event);
        return [{ line, topic, key: messageKey(event, settings), timestamp: refused.receivedAt }];
      });
      await sinks.get(settings.sink)?.write(records, false);
      metrics.countProduced(stream, uri, records.length);
    } catch (error) {
      log.once(`error events were lost: ${(error as Error).message}`);
    }
  }

  /** Where a stream's personal data is not kept, what it refuses is not kept as it came, either. */
  private treatedText(text: string, schema: EventSchema, settings: StreamSettings, origin: Origin): string {
    if (!hasTreatments(settings.privacy)) return text;
    const event = JSON.parse(text) as unknown;
    if (!isEvent(event)) return text;
    const { hasher } = this.options;
    treatPersonalData(event, schema.personalFields, settings.privacy, hasher, origin.receivedAt);
    return JSON.stringify(event);
  }
}
