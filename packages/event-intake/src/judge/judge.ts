import type { StreamsConfiguration } from "@addendum/streams";
import type { Sink } from "../sinks/sink.ts";
import type { Log } from "../telemetry/log.ts";
import type { Metrics } from "../telemetry/metrics.ts";
import { metaText } from "./event.ts";
import type { Duplicates } from "./duplicates.ts";
import type { EventError, EventSchema, Flavour } from "./event-schema.ts";
import type { RequestFields } from "./fill-request-fields.ts";
import type { Hasher } from "./hasher.ts";
import { identify, nameVersion } from "./identify.ts";
import type { Failure, Judged, MalformedEvent } from "./judgement.ts";
import { maskPersonalData } from "./mask.ts";
import { messageKey } from "./message-key.ts";
import type { Origin } from "./origin.ts";
import { applyQueryDefaults, type QueryDefaults } from "./query-defaults.ts";
import { makeRecord } from "./record.ts";
import { Router } from "./route.ts";
import type { SchemaStore } from "./schema-store.ts";
import { validate } from "./validate.ts";

export interface JudgeOptions {
  readonly flavour: Flavour;
  readonly store: SchemaStore;
  readonly streams: StreamsConfiguration;
  readonly sinks: ReadonlyMap<string, Sink>;
  readonly requestFields: RequestFields;
  readonly hasher: Hasher;
  readonly metrics: Metrics;
  readonly log: Log;
  /** What was written lately. */
  readonly duplicates?: Duplicates | undefined;
}

/** Takes events through the stages that docs/intake.md describes, in their order. */
export class Judge {
  private readonly options: JudgeOptions;
  private readonly router: Router;

  constructor(options: JudgeOptions) {
    this.options = options;
    this.router = new Router(options.streams, options.sinks);
  }

  /**
   * Judges one event, and completes it in place.
   * @param most no more errors are returned
   */
  judge(event: unknown, origin: Origin, defaults: QueryDefaults, most: number): Judged {
    const { flavour, store, streams, requestFields, hasher, metrics, duplicates } = this.options;
    // EventGate fills in nothing but the schema's defaults.
    const isCompleted = flavour === "addendum";

    if (isCompleted) applyQueryDefaults(event, defaults);
    const identified = identify(event, store, origin.arrivedAt);
    if (identified.kind === "failure") return this.fail(event, identified);
    const { event: named, schema } = identified;

    // One that is made here is never made twice.
    const givenId = metaText(named, "id");
    if (isCompleted) {
      nameVersion(named, schema);
      requestFields.fill(named, schema, origin);
    }

    const stream = metaText(named, "stream");
    const route = this.router.route(stream, schema);
    if (route.kind === "failure") return this.fail(named, route, schema);
    const { settings } = route;

    const errors = validate(named, schema, route, most, this.options);
    if (errors !== undefined) {
      metrics.countError(route.stream, schema.uri, "ValidationError");
      return { kind: "invalid", event: named, errors, schema, settings };
    }
    if (stream !== undefined && metaText(named, "domain") === "canary") {
      metrics.noteCanary(stream, origin.arrivedAt);
    }

    maskPersonalData(named, schema, settings.privacy, hasher, origin.receivedAt);
    if (givenId !== undefined && duplicates?.has(route.stream, givenId) === true) {
      metrics.countDuplicate(route.stream);
      if (streams.intake.duplicates.isDropped) return { kind: "duplicate", event: named };
    }
    // A key is stored as well, so it is made of what is left.
    const key = messageKey(named, settings);

    return makeRecord(named, schema, route, key, givenId, origin);
  }

  /** An event that goes beyond a limit: what it names is not looked at. */
  refuseMalformed(event: unknown, error: EventError): MalformedEvent {
    this.options.metrics.countError("unknown", "unknown", "MalformedEvent");
    return { kind: "malformed", event, errors: [error] };
  }

  private fail(
    event: unknown,
    { stream, schemaUri, errorType, message }: Failure,
    schema?: EventSchema,
  ): Judged {
    this.options.metrics.countError(stream, schemaUri, errorType);
    return { kind: "error", event, message, schema };
  }
}
