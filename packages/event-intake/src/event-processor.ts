import { accept, type StreamsConfiguration, type StreamSettings, topicOf } from "@addendum/streams";
import type { Outcome } from "./http/answer.ts";
import type { Completion } from "./judge/fill-request-fields.ts";
import type { ErrorReporter } from "./write/error-reporter.ts";
import { type Event, isEvent, metaText } from "./judge/event.ts";
import type { EventError, EventSchema, Flavour } from "./judge/event-schema.ts";
import { EventWriter, type Judged, type Valid } from "./write/event-writer.ts";
import { stringifyEach } from "./write/json-lines.ts";
import type { Log } from "./telemetry/log.ts";
import type { Metrics } from "./telemetry/metrics.ts";
import { messageKey } from "./judge/message-key.ts";
import type { Origin } from "./judge/origin.ts";
import { type Hasher, hasTreatments, treatPersonalData } from "./judge/mask.ts";
import { SchemaUnavailable, type SchemaStore } from "./judge/schema-store.ts";
import type { Sink } from "./sinks/sink.ts";

/** What a request's query may say for events that do not say it themselves. */
export interface EventDefaults {
  readonly schemaUri: string | undefined;
  readonly stream: string | undefined;
}

/** The events of one request. */
export interface Batch {
  /** As they were parsed; they are completed in place. */
  readonly events: readonly unknown[];
  readonly origin: Origin;
  readonly defaults: EventDefaults;
  /** The JSON of one of them, as it came: for error events. */
  readonly raw: (index: number) => string;
}

export interface ProcessorOptions {
  readonly flavour: Flavour;
  readonly store: SchemaStore;
  readonly streams: StreamsConfiguration;
  readonly sinks: ReadonlyMap<string, Sink>;
  readonly completion: Completion;
  readonly hasher: Hasher;
  readonly metrics: Metrics;
  readonly reporter: ErrorReporter;
  readonly log: Log;
}

/** Errors in one answer, beyond which each event has its first alone: a body of 4 MiB can hold a million. */
const errorsLimit = 10_000;

/** Senders choose streams where those are not listed. */
const rememberedTopics = 1000;

/** Judges events, completes them, and hands them to their sinks. */
export class EventProcessor {
  private readonly options: ProcessorOptions;
  private readonly topics = new Map<string, string>();
  /** Hasty events that are still being written: nobody waits for them. */
  private readonly pending = new Set<Promise<unknown>>();
  private readonly writer: EventWriter;

  constructor(options: ProcessorOptions) {
    this.options = options;
    this.writer = new EventWriter(options.metrics, options.log);
  }

  /** Judges all events at once, and is kept when each is written or refused. */
  process(batch: Batch): Promise<Outcome[]> {
    return this.writer.write(this.judgeAll(batch), false);
  }

  /** As {@link process}, for those who do not wait. */
  processHastily(batch: Batch): void {
    this.keep(this.writer.write(this.judgeAll(batch), true));
  }

  /** Whether a sink takes no more for now. */
  get isFull(): boolean {
    for (const sink of this.options.sinks.values()) if (sink.isFull) return true;
    return false;
  }

  /** Waits for what nobody waits for. */
  async settle(): Promise<void> {
    while (this.pending.size > 0) await Promise.allSettled(this.pending);
    await this.options.reporter.settle();
  }

  private keep(work: Promise<unknown>): void {
    const kept = work.catch(() => undefined).finally(() => this.pending.delete(kept));
    this.pending.add(kept);
  }

  private judgeAll(batch: Batch): Judged[] {
    const judged: Judged[] = [];
    const valid: Valid[] = [];
    let told = 0;
    for (let index = 0; index < batch.events.length; index++) {
      const one = this.judge(batch, index, Math.max(1, errorsLimit - told));
      judged.push(one);
      if (one.kind === "valid") valid.push(one);
      else if (one.kind === "invalid") told += one.errors.length;
    }
    const lines = stringifyEach(valid.map(({ event }) => event));
    for (let index = 0; index < valid.length; index++) {
      const one = valid[index] as Valid;
      one.line = lines[index] as string;
      one.event = undefined;
    }
    return judged;
  }

  private judge({ events, origin, defaults, raw }: Batch, index: number, most: number): Judged {
    const event = events[index];
    const { flavour, metrics, streams } = this.options;
    const isOurs = flavour === "addendum";
    if (isOurs) this.applyDefaults(event, defaults);
    const uri = isEvent(event) && Object.hasOwn(event, "$schema") ? event["$schema"] : undefined;
    if (!isEvent(event) || uri === undefined) {
      metrics.countError("unknown", "unknown", "MissingSchema");
      return { kind: "error", event, message: "the event has no “$schema”, so nothing says what it is" };
    }
    let schema: EventSchema;
    try {
      schema = this.options.store.get(uri, origin.arrivedAt);
    } catch (error) {
      if (!(error instanceof SchemaUnavailable)) throw error;
      metrics.countError("unknown", "unknown", "SchemaUnavailable");
      return { kind: "error", event, message: error.message };
    }
    const schemaUri = `/${schema.title}/${schema.version}`;
    if (isOurs) {
      // What is stored names its version: what is newest changes.
      if (uri !== schemaUri) event["$schema"] = schemaUri;
      this.options.completion.complete(event, schema, origin);
    }
    const stream = metaText(event, "stream");
    const acceptance = accept(streams, stream, schema.title);
    if (acceptance.kind === "unknown-stream") {
      metrics.countError("unknown", schemaUri, "UnknownStream");
      const named =
        stream === undefined ? "the event names no stream" : `there is no stream “${stream.slice(0, 255)}”`;
      return { kind: "error", event, message: named };
    }
    const known = stream ?? "unknown";
    if (acceptance.kind === "other-title") {
      metrics.countError(known, schemaUri, "UnauthorizedSchemaForStream");
      return {
        kind: "error",
        event,
        message: `the stream “${known}” has events of “${acceptance.title}”, not of “${schema.title}”`,
      };
    }
    const { settings } = acceptance;
    const errors =
      schema.refuse(event, most) ??
      this.undeclaredErrors(event, schema, settings, known, schemaUri)?.slice(0, most);
    if (errors !== undefined) {
      metrics.countError(known, schemaUri, "ValidationError");
      const refusal = { event, errors, schema, schemaUri, settings, origin, raw: () => raw(index) };
      this.options.reporter.report(refusal);
      return { kind: "invalid", event, errors };
    }
    return this.makeRecord(event, schema, settings, stream, schemaUri, origin);
  }

  /** Remembered: there are few, and each of their events asks. */
  private topicOf(stream: string | undefined, settings: StreamSettings, schemaUri: string): string {
    const key = stream ?? schemaUri;
    let topic = this.topics.get(key);
    if (topic === undefined) {
      topic = topicOf(stream, settings, schemaUri);
      if (this.topics.size >= rememberedTopics) this.topics.clear();
      this.topics.set(key, topic);
    }
    return topic;
  }

  private applyDefaults(event: unknown, { schemaUri, stream }: EventDefaults): void {
    if (!isEvent(event)) return;
    if (schemaUri !== undefined && !Object.hasOwn(event, "$schema")) event["$schema"] = schemaUri;
    if (stream === undefined) return;
    const meta: unknown = Object.hasOwn(event, "meta") ? event["meta"] : undefined;
    if (meta === undefined) event["meta"] = { stream };
    else if (isEvent(meta) && !Object.hasOwn(meta, "stream")) meta["stream"] = stream;
  }

  private undeclaredErrors(
    event: Event,
    schema: EventSchema,
    settings: StreamSettings,
    stream: string,
    schemaUri: string,
  ): EventError[] | undefined {
    if (settings.undeclared === "accept") return undefined;
    const pointers = schema.undeclared(event);
    if (pointers.length === 0) return undefined;
    const { metrics, log } = this.options;
    for (const pointer of pointers.slice(0, 20)) {
      metrics.countUndeclared(stream, schemaUri, pointer);
      log.once(`${schemaUri}: events of “${stream}” have ${pointer}, which is not declared`);
    }
    if (settings.undeclared === "report") return undefined;
    return pointers.map((pointer) => {
      const at = pointer.lastIndexOf("/");
      return {
        keyword: "additionalProperties",
        dataPath: pointer.slice(0, at).replaceAll("/", "."),
        schemaPath: "#/additionalProperties",
        params: {
          additionalProperty: pointer
            .slice(at + 1)
            .replaceAll("~1", "/")
            .replaceAll("~0", "~"),
        },
        message: "should NOT have additional properties",
      };
    });
  }

  private makeRecord(
    event: Event,
    schema: EventSchema,
    settings: StreamSettings,
    stream: string | undefined,
    schemaUri: string,
    origin: Origin,
  ): Judged {
    const { sinks, metrics, hasher } = this.options;
    if (metaText(event, "domain") === "canary" && stream !== undefined)
      metrics.noteCanary(stream, origin.arrivedAt);
    const sink = sinks.get(settings.sink);
    if (sink === undefined) return { kind: "error", event, message: "the stream’s sink is not there" };
    const dt = metaText(event, "dt");
    // Read before personal data is dropped: a key is for partitioning.
    const key = messageKey(event, settings);
    if (hasTreatments(settings.privacy)) {
      treatPersonalData(event, schema.personalFields, settings.privacy, hasher, origin.receivedAt);
    }
    return {
      kind: "valid",
      event,
      line: "",
      stream: stream ?? "unknown",
      schemaUri,
      sink,
      key,
      topic: this.topicOf(stream, settings, schemaUri),
      timestamp: dt === origin.receivedAtText ? origin.receivedAt : timeOf(dt, origin.receivedAt),
    };
  }
}

function timeOf(dt: string | undefined, otherwise: number): number {
  const time = Date.parse(dt ?? "");
  return Number.isNaN(time) ? otherwise : time;
}
