import { uuid } from "./identifiers.ts";
import { quiet } from "./producer.ts";
import { Queue } from "./queue.ts";
import { inSample, pageviewInSample, type Sample, sessionInSample } from "./sampling.ts";

/** What MediaWiki's EventLogging knows of a stream. */
export interface StreamConfig {
  readonly sample?: Sample;
}

export interface EventLogOptions {
  /** `wgEventLoggingServiceUri`. */
  readonly serviceUri: string;
  /** Stream → configuration; false: every stream is sent, all of it. */
  readonly streamConfigs: Readonly<Record<string, StreamConfig>> | false;
  /** `wgServerName`: `meta.domain` of every event. */
  readonly serverName: string;
  /** `wgDBname`, for events of the old kind. */
  readonly wiki?: string;
  /** Name of an old schema → its `$schema`: what `extension.json` lists under EventLogging. */
  readonly schemas?: Readonly<Record<string, string>>;
  /** `wgEventLoggingQueueLingerSeconds`. Default: 30. */
  readonly queueLingerSeconds?: number;
  readonly warn?: (message: string) => void;
}

/** What `mw.eventLog` offers. Source: EventLogging, July 2026. */
export interface EventLog {
  submit(stream: string, event: object): void;
  logEvent(schema: string, data: object): Promise<void>;
  sessionInSample(population: number): boolean;
  pageviewInSample(population: number): boolean;
}

/**
 * Stands in for `mw.eventLog`, for code that was written for it: an event without `$schema`, or of a stream that is not
 * configured, is warned of and dropped.
 */
export function createEventLog(options: EventLogOptions): EventLog {
  const { serviceUri, streamConfigs, serverName, wiki, schemas = {}, queueLingerSeconds = 30 } = options;
  const warn = options.warn ?? ((message: string) => console.warn(message));
  const onError = quiet((error) => warn(`event not sent: ${error.message}`));
  const queue = new Queue({ intake: serviceUri, lingerMs: queueLingerSeconds * 1000, limit: 1000, onError });

  function submit(stream: string, given: object): void {
    const event = { ...given } as Record<string, unknown> & { meta?: object };
    if (!event["$schema"])
      return warn(`submit( ${stream}, … ) called with an event without $schema: dropped`);
    const config =
      streamConfigs === false ? {} : Object.hasOwn(streamConfigs, stream) ? streamConfigs[stream] : undefined;
    if (config === undefined)
      return warn(`submit( ${stream}, … ) called for a stream that is not configured: dropped`);
    if (config.sample !== undefined && !inSample(config.sample)) return;
    event["dt"] = new Date().toISOString();
    // Events of the old kind say when in their own way, and the intake fills in `dt`.
    if (event["client_dt"]) delete event["dt"];
    const meta = { ...event.meta, stream, domain: serverName, id: uuid() };
    queue.add({ ...event, meta }).catch((error: unknown) => onError(error as Error, given));
  }

  return {
    submit,
    logEvent(schema, data) {
      const event = {
        event: data,
        schema,
        webHost: serverName,
        wiki,
        $schema: Object.hasOwn(schemas, schema) ? schemas[schema] : undefined,
        client_dt: new Date().toISOString(),
      };
      submit(`eventlogging_${schema}`, event);
      return Promise.resolve();
    },
    sessionInSample: (population) => sessionInSample(population as never),
    pageviewInSample: (population) => pageviewInSample(population as never),
  };
}
