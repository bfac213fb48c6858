import { BackgroundTasks } from "./background-tasks.ts";
import { uuid } from "./identifiers.ts";
import { addContext } from "./mw-context.ts";
import { EventLogIdentifiers, mediaWiki, mwPageviewId, mwSessionId } from "./mw-environment.ts";
import { quiet } from "./producer.ts";
import { Queue } from "./queue.ts";
import { inSample, pageviewInSample, type Sample, sessionInSample } from "./sampling.ts";

/** What MediaWiki's EventLogging knows of a stream. */
export interface StreamConfig {
  /** Without it, or with null, all events are sent. */
  readonly sample?: Sample | null;
  readonly producers?: {
    readonly metrics_platform_client?: {
      /** The stream that events go to instead. */
      readonly stream_name?: string;
      /** The context that interactions carry: `page_id` and the like. */
      readonly provide_values?: readonly string[];
    };
  };
}

export interface EventLogOptions {
  /** `wgEventLoggingServiceUri`; false: nothing is sent. */
  readonly serviceUri: string | false;
  /** `wgEventLoggingBaseUri`: where events of schemas without a URI are sent; false: nowhere. */
  readonly baseUri?: string | false;
  /** Stream → configuration; false: every stream is sent, all of it. */
  readonly streamConfigs: Readonly<Record<string, StreamConfig>> | false;
  /** `wgServerName`: `meta.domain` of every event. */
  readonly serverName: string;
  /** `wgDBname`, for events of the old kind. */
  readonly wiki?: string;
  /** Name of an old schema → its `$schema`, or its revision: what `extension.json` lists under EventLogging. */
  readonly schemas?: Readonly<Record<string, string | number>>;
  /** `wgEventLoggingQueueLingerSeconds`. Default: 30. */
  readonly queueLingerSeconds?: number;
  /** The token of the session. Default: `mw.user.sessionId()`, which all pages of a wiki share; else this tab's. */
  readonly sessionId?: () => string;
  /** The token of the page view. Default: `mw.user.getPageviewToken()`; else this page's. */
  readonly pageviewId?: () => string;
  readonly warn?: (message: string) => void;
}

/** Code that reads what was sent: the event of the old kind. */
type LegacyEvent = Record<string, unknown>;

/** What `mw.eventLog` offers. Source: EventLogging, July 2026. */
export interface EventLog {
  submit(stream: string, event: object): void;
  submitInteraction(stream: string, schema: string, action: string, data?: object): void;
  /** Resolves with the event; rejects with the event and a reason where it is too long to be sent. */
  logEvent(schema: string, data: object): PromiseLike<LegacyEvent>;
  sessionInSample(population: number): boolean;
  pageviewInSample(population: number): boolean;
  /** Runs a task when waiting events are sent, or as the page is left. */
  enqueue(task: () => void): void;
  /** Asks for an address, and reads no answer. */
  sendBeacon(address: string): void;
  /** Announces a failure by `mw.track`, for anyone who counts them. */
  logFailure(schema: string, code: string): void;
  readonly id: EventLogIdentifiers;
  readonly Schema: new (name: string, samplingRate?: number, defaults?: object) => LegacySchema;
}

/** A schema of the old kind, with its share of page views. */
export interface LegacySchema {
  log(data: object, samplingRate?: number): void;
}

/** Of an address with an event in it, in UTF-16 units. Source: EventLogging, `maxUrlSize`. */
const longestAddress = 2000;

/**
 * Stands in for `mw.eventLog`, for code that was written for it. An event without `$schema`, or of a stream that is not
 * configured, is warned of and dropped; nothing throws. Events that `mw.track( "event.Name", … )` announces are logged.
 */
export function createEventLog(options: EventLogOptions): EventLog {
  const { serviceUri, baseUri = false, streamConfigs, serverName, wiki, schemas = {} } = options;
  const { queueLingerSeconds = 30, sessionId = mwSessionId, pageviewId = mwPageviewId } = options;
  const warn = options.warn ?? ((message: string) => console.warn(message));
  const onError = quiet((error) => warn(`event not sent: ${error.message}`));
  const queue =
    serviceUri === false
      ? undefined
      : new Queue({
          intake: serviceUri,
          lingerMs: queueLingerSeconds * 1000,
          limit: 1000,
          limitBytes: 4 * 1024 * 1024,
          timeoutMs: 30_000,
          onError,
        });

  function configOf(stream: string): StreamConfig | undefined {
    if (streamConfigs === false) return {};
    return Object.hasOwn(streamConfigs, stream) ? streamConfigs[stream] : undefined;
  }

  function isInSample({ sample }: StreamConfig): boolean {
    if (!sample) return true;
    // Source: EventLogging: a rate that is not between 0 and 1 selects no session.
    if (!isShare(sample)) return false;
    return inSample(sample, sample.unit === "session" ? sessionId() : pageviewId());
  }

  function submit(stream: string, given: object): void {
    send(stream, { ...given });
  }

  /** Completes the event in place. */
  function send(stream: string, event: Record<string, unknown>): void {
    if (!event["$schema"])
      return warn(`submit( ${stream}, … ) called with an event without $schema: dropped`);
    const config = configOf(stream);
    if (config === undefined)
      return warn(`submit( ${stream}, … ) called for a stream that is not configured: dropped`);
    if (!isInSample(config)) return;
    const target = config.producers?.metrics_platform_client?.stream_name ?? stream;
    if (configOf(target) === undefined) return;
    event["dt"] = new Date().toISOString();
    // Events of the old kind say when in their own way, and the intake fills in `dt`.
    if (event["client_dt"]) delete event["dt"];
    const given = event["meta"] as { readonly id?: string } | undefined;
    const meta = { ...given, stream: target, domain: serverName, id: given?.id ?? uuid() };
    event["meta"] = meta;
    try {
      void queue?.add({ ...event, meta });
    } catch (error) {
      // It leads back to itself, say.
      onError(error as Error, event);
    }
  }

  function submitInteraction(stream: string, schema: string, action: string, data: object = {}): void {
    if (!action) return warn(`submitInteraction( ${stream}, … ) called without an action: dropped`);
    const config = configOf(stream);
    if (config === undefined) return;
    const event: Record<string, unknown> = { action, ...data, $schema: schema };
    addContext(event, config.producers?.metrics_platform_client?.provide_values);
    if (config.sample && isShare(config.sample)) event["sample"] = config.sample;
    send(stream, event);
  }

  function logEvent(schema: string, data: object): PromiseLike<LegacyEvent> {
    const uri = (Object.hasOwn(schemas, schema) && schemas[schema]) || -1;
    const event: LegacyEvent = { event: data, schema, webHost: serverName, wiki };
    if (typeof uri === "string") {
      event["$schema"] = uri;
      event["client_dt"] = new Date().toISOString();
      send(`eventlogging_${schema}`, event);
      return settled(event);
    }
    event["revision"] = uri;
    let address: string;
    try {
      address = `${String(baseUri)}?${encodeURIComponent(JSON.stringify(event))};`;
    } catch (error) {
      onError(error as Error, data);
      return settled(event);
    }
    if (address.length > longestAddress) {
      const reason = "Url exceeds maximum length";
      logFailure(schema, "urlSize");
      mediaWiki().track?.("eventlogging.error", `[${schema}] ${reason}`);
      return settled(event, reason);
    }
    if (baseUri !== false) tasks.add(() => sendBeacon(address));
    return settled(event);
  }

  const tasks = new BackgroundTasks(queueLingerSeconds * 1000);
  const legacyInSample = (population: number) => pageviewInSample(population as never, pageviewId());

  class Schema implements LegacySchema {
    private readonly name: string;
    private readonly population: number;
    private readonly defaults: object;

    constructor(name: string, samplingRate?: number, defaults: object = {}) {
      if (!name) throw new Error("name is required");
      this.name = name;
      this.population = samplingRate === undefined ? 1 : 1 / samplingRate;
      this.defaults = defaults;
    }

    log(data: object, samplingRate?: number): void {
      const population = samplingRate === undefined ? this.population : 1 / samplingRate;
      if (!legacyInSample(population)) return;
      const event = { ...this.defaults, ...data };
      const { track } = mediaWiki();
      // Other code may subscribe, too; without MediaWiki there is no hook to fire.
      if (track === undefined) void logEvent(this.name, event);
      else track(`event.${this.name}`, event);
    }
  }

  mediaWiki().trackSubscribe?.("event.", (topic, data) => {
    const name = topic.slice(topic.indexOf(".") + 1);
    void logEvent(name.slice(0, 1).toUpperCase() + name.slice(1), data as object);
  });
  const id = new EventLogIdentifiers();
  mediaWiki().trackSubscribe?.("sessionReset", () => id.resetSessionId());

  return {
    submit,
    submitInteraction,
    logEvent,
    sessionInSample: (population) => sessionInSample(population as never, sessionId()),
    pageviewInSample: legacyInSample,
    enqueue: tasks.add,
    sendBeacon,
    logFailure,
    id,
    Schema,
  };
}

function isShare({ unit, rate }: Sample): boolean {
  return Boolean(unit) && Boolean(rate) && rate >= 0 && rate <= 1;
}

function logFailure(schemaName: string, errorCode: string): void {
  const { track } = mediaWiki();
  track?.(`counter.eventlogging.client_errors.${schemaName}.${errorCode}`);
  track?.("stats.mediawiki_eventlogging_client_errors_total", { schemaName, errorCode });
}

function sendBeacon(address: string): void {
  try {
    navigator.sendBeacon(address);
  } catch {
    // A browser without beacons.
  }
}

interface Deferred {
  resolveWith(context: object, values: readonly unknown[]): void;
  rejectWith(context: object, values: readonly unknown[]): void;
  promise(): PromiseLike<LegacyEvent>;
}

/** jQuery's promise where there is jQuery: code calls `.done` and `.fail` of it. */
function settled(event: LegacyEvent, reason?: string): PromiseLike<LegacyEvent> {
  const { $ } = globalThis as { readonly $?: { Deferred?(): Deferred } };
  const deferred = $?.Deferred?.();
  if (deferred === undefined) {
    return reason === undefined ? Promise.resolve(event) : Promise.reject(new Error(reason));
  }
  if (reason === undefined) deferred.resolveWith(event, [event]);
  else deferred.rejectWith(event, [event, reason]);
  return deferred.promise();
}
