import { randomUUID } from "node:crypto";
import type { Data } from "@addendum/json-schema";
import { findStream, type StreamsConfiguration, type StreamSettings, topicOf } from "@addendum/streams";
import { metaText } from "../judge/event.ts";
import type { EventSchema } from "../judge/event-schema.ts";
import type { Hasher } from "../judge/hasher.ts";
import type { InvalidEvent } from "../judge/judgement.ts";
import { treatedPlaces, treatRefused } from "../judge/mask.ts";
import { messageKey } from "../judge/message-key.ts";
import type { Origin } from "../judge/origin.ts";
import { publicErrors } from "../judge/public-errors.ts";
import type { SchemaStore } from "../judge/schema-store.ts";
import type { Sink, SinkRecord } from "../sinks/sink.ts";
import type { RawEventStore } from "../sinks/raw-event-store.ts";
import type { Log } from "../telemetry/log.ts";
import type { Metrics } from "../telemetry/metrics.ts";
import { makeErrorEvent, rawEventLimit, type RefusedEvent } from "./error-event.ts";

export interface ErrorReporterOptions {
  /** The stream of error events; undefined: none. */
  readonly errorStream: string | undefined;
  readonly store: SchemaStore;
  readonly streams: StreamsConfiguration;
  readonly sinks: ReadonlyMap<string, Sink>;
  readonly hasher: Hasher;
  /**
   * Where events are stored that are longer than what the error schema allows, by the name of the error stream's sink.
   */
  readonly rawStores: ReadonlyMap<string, RawEventStore>;
  readonly metrics: Metrics;
  readonly log: Log;
}

/** The title of the schema of error events. */
export const errorTitle = "error";

/** How long error events wait for others, in milliseconds: what is written together costs much less. */
const lingerMs = 20;
/** No more of them wait, in UTF-16 units. */
const waitingLimit = 1024 * 1024;
/** How long the error stream's schema and settings are taken to be the same, in milliseconds. */
const trustMs = 1000;

/** Where error events go, and how they look. */
interface Target {
  readonly stream: string;
  readonly topic: string;
  readonly settings: StreamSettings;
  readonly schema: EventSchema;
  readonly foundAt: number;
}

/** Reports rejected events to the log and the error stream. Failures here are only logged. */
export class ErrorReporter {
  private readonly options: ErrorReporterOptions;
  private target: Target | undefined;
  private records: SinkRecord[] = [];
  private waiting = 0;
  private timer: NodeJS.Timeout | undefined;
  private readonly writing = new Set<Promise<void>>();

  constructor(options: ErrorReporterOptions) {
    this.options = options;
  }

  /**
   * No sender waits for the error event: it is written soon.
   * @param raw the event's JSON as it came
   */
  report({ event, errors, schema, settings }: InvalidEvent, origin: Origin, raw: () => string): void {
    const { errorStream, log } = this.options;
    const stream = metaText(event, "stream");
    const shown = (most: number) => publicErrors(errors.slice(0, most), schema, settings.privacy);
    log.refused(() => {
      const { dataPath = "", message = "" } = shown(1)[0] ?? {};
      return `rejected an event of “${stream ?? "unknown"}”, ${schema.uri}: ${dataPath} ${message}`;
    });
    // An error event that is refused makes no other one.
    if (errorStream === undefined || stream === errorStream || schema.title === errorTitle) return;
    const refused: RefusedEvent = {
      stream,
      schemaUri: schema.uri,
      raw: this.maskedText(raw(), schema, settings, origin),
      errors: shown(Infinity),
      requestId: metaText(event, "request_id"),
      receivedAt: origin.receivedAt,
    };
    // Made now, since what waits must not keep the whole body in memory of which it was a part.
    try {
      this.add(refused, this.findTarget(errorStream, origin.arrivedAt));
    } catch (error) {
      this.lose(error);
    }
  }

  /** Kept when all that was reported is written, or is known not to be. */
  async settle(): Promise<void> {
    this.flush();
    await Promise.all(this.writing);
  }

  private add(refused: RefusedEvent, { stream, schema, settings, topic }: Target): void {
    const { metrics, log, rawStores } = this.options;
    const store = refused.raw.length > rawEventLimit(schema) ? rawStores.get(settings.sink) : undefined;
    const raw = store?.store(randomUUID(), refused.raw, refused.receivedAt) ?? refused.raw;
    const event = makeErrorEvent({ ...refused, raw }, stream, metrics.name, schema);
    const problem = schema.refuse(event)?.[0];
    if (problem !== undefined) {
      log.once("error-event", `error events do not fit /error: ${problem.dataPath} ${problem.message}`);
      return;
    }
    const line = JSON.stringify(event);
    this.records.push({ line, topic, key: messageKey(event, settings), timestamp: refused.receivedAt });
    this.waiting += line.length;
    if (this.waiting > waitingLimit) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), lingerMs);
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { records, target } = this;
    if (target === undefined || records.length === 0) return;
    this.records = [];
    this.waiting = 0;
    const writing = this.write(records, target).finally(() => this.writing.delete(writing));
    this.writing.add(writing);
  }

  private async write(records: readonly SinkRecord[], { stream, settings, schema }: Target): Promise<void> {
    const { sinks, metrics } = this.options;
    try {
      await sinks.get(settings.sink)?.write(records, false);
      metrics.countProduced(stream, schema.uri, records.length);
    } catch (error) {
      this.lose(error);
    }
  }

  private lose(error: unknown): void {
    this.options.log.once("error-event", `error events were lost: ${(error as Error).message}`);
  }

  /** What is newest is looked up on disk. */
  private findTarget(stream: string, now: number): Target {
    if (this.target !== undefined && now - this.target.foundAt < trustMs) return this.target;
    const { streams, store } = this.options;
    const schema = store.get(`/${errorTitle}/latest`, now);
    const settings = findStream(streams, stream) ?? streams.defaults;
    const topic = topicOf(stream, settings, schema.uri);
    this.target = { stream, topic, settings, schema, foundAt: now };
    return this.target;
  }

  /** Where a stream's personal data is not kept, what it refuses is not kept as it came, either. */
  private maskedText(text: string, schema: EventSchema, { privacy }: StreamSettings, origin: Origin): string {
    const declared = treatedPlaces(schema, privacy);
    if (declared === undefined) return text;
    const { hasher } = this.options;
    const kept = treatRefused(JSON.parse(text) as Data, declared, privacy, hasher, origin.receivedAt);
    return JSON.stringify(kept ?? null);
  }
}
