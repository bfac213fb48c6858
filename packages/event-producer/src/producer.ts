import { uuid } from "./identifiers.ts";
import { type Counts, Queue, type QueuedEvent } from "./queue.ts";
import { inSample, type Sample } from "./sampling.ts";
import type { Submission, UriOf } from "./submission.ts";

/** Whether this is the build for development. */
declare const __DEVELOPMENT__: boolean;

/** A stream: its schema, by the constant that its types export, and whose events are sent. */
export interface Stream<Uri extends string> {
  readonly schema: Uri;
  /**
   * What the producer sets beside `$schema`, by the constant that its types export: `dt`, `meta.stream` and `meta.id`.
   * Without it all of them; a schema that does not declare one and closes its objects would refuse the event.
   */
  readonly sets?: readonly string[];
  /** Without it all events are sent. */
  readonly sample?: StreamSample;
}

export interface StreamSample extends Sample {
  /** Whether the schema has a place for it, `sample`: anyone who counts events multiplies by 1/rate. */
  readonly isRecorded?: boolean;
}

export interface ProducerOptions<Streams> {
  /** Where events are sent: the URL of the intake's `/v1/events`. */
  readonly intake: string | URL;
  /** Each stream: its schema, or its schema and sample, as `addendum streams --constants` writes them. */
  readonly streams: {
    readonly [Name in keyof Streams]: UriOf<Streams[Name]> | Stream<UriOf<Streams[Name]>>;
  };
  /** How long an event waits for others to travel with, in milliseconds. Default: 1000. */
  readonly lingerMs?: number;
  /** Events that wait at most, while the intake cannot be reached. Default: 1000; beyond, the oldest are dropped. */
  readonly queueLimit?: number;
  /** Bytes that wait at most. Default: 4 MiB; beyond, the oldest events are dropped. */
  readonly queueBytes?: number;
  /** How long the intake may take to answer, in milliseconds. Default: 30 000. */
  readonly timeoutMs?: number;
  /** Whether cookies are sent along, as for `fetch`; the intake has to allow the page's origin for that. */
  readonly credentials?: RequestCredentials;
  /** What tells this session from others, for samples: 20 hexadecimal digits. Default: one that the browser's tab keeps. */
  readonly sessionToken?: string | (() => string);
  /**
   * Called with each event that did not reach the intake, or was refused there. Builds for development also print a
   * warning on the console, whether or not there is such a function; others print nothing.
   */
  readonly onError?: (error: Error, event: object) => void;
  /**
   * Judges an event before it is sent: what is wrong with it, or undefined. Called in development builds only, so a
   * validator adds nothing to what users load.
   */
  readonly validate?: (event: object) => string | undefined;
}

export interface Producer<Streams> {
  /**
   * Sends an event. Sets `$schema`, and what of `dt` (whatever was given: the event happens now), `meta.stream` and
   * `meta.id` the stream's schema declares.
   * Sessions and page views that are not in the stream's sample send nothing. The promise is kept when the event was
   * sent or dropped, and never broken.
   */
  submit<Stream extends keyof Streams & string>(
    stream: Stream,
    event: Submission<Streams[Stream]>,
  ): Promise<void>;
  /** Sends what waits now; kept when that attempt is over. */
  flush(): Promise<void>;
  /** Sends what waits, once, and ends: what cannot be sent then is dropped. For processes that are about to end. */
  close(): Promise<void>;
  readonly counts: Readonly<Counts>;
}

/**
 * Makes a producer for some streams.
 *
 * ```ts
 * import { createProducer } from "@addendum/event-producer";
 * import { type Toggle, toggleUri } from "@addendum/event-types/analytics/codemirror/toggle/1";
 *
 * const producer = createProducer<{ "codemirror.toggle": Toggle }>({
 *   intake: "https://intake.example.org/v1/events",
 *   streams: { "codemirror.toggle": toggleUri },
 * });
 * producer.submit("codemirror.toggle", { enabled: true, editor: "wikitext_2010", wiki: "enwiki" });
 * ```
 */
export function createProducer<Streams extends { readonly [Stream in keyof Streams]: object }>(
  options: ProducerOptions<Streams>,
): Producer<Streams> {
  const { intake, lingerMs = 1000, queueLimit = 1000, queueBytes = 4 * 1024 * 1024, validate } = options;
  const { timeoutMs = 30_000, credentials } = options;
  const told = quiet(options.onError ?? (() => undefined));
  const onError = (error: Error, event: object): void => {
    warn(error);
    told(error, event);
  };
  const streams: Readonly<Record<string, string | Stream<string>>> = options.streams;
  const queue = new Queue({
    intake,
    lingerMs,
    limit: queueLimit,
    limitBytes: queueBytes,
    timeoutMs,
    credentials,
    onError,
  });
  return {
    counts: queue.counts,
    flush: () => queue.flush(),
    close: () => queue.close(),
    async submit(name, submission) {
      const given = Object.hasOwn(streams, name) ? streams[name] : undefined;
      const stream: Partial<Stream<string>> = typeof given === "string" ? { schema: given } : (given ?? {});
      const { schema, sample } = stream;
      try {
        if (schema === undefined) throw new Error(`“${name}” is not a stream of this producer`);
        if (sample !== undefined && !inSample(sample, tokenFor(sample.unit, options.sessionToken))) return;
        const event = complete(submission, name, { ...stream, schema });
        if (__DEVELOPMENT__) {
          const problem = validate?.(event);
          if (problem !== undefined) throw new Error(`“${name}”: ${problem}`);
        }
        await queue.add(event);
      } catch (error) {
        queue.counts.dropped++;
        onError(error as Error, submission);
      }
    },
  };
}

/** An event as it is sent. The time of receipt is the intake's to say. */
function complete(submission: object, stream: string, { schema, sets, sample }: Stream<string>): QueuedEvent {
  const { meta: given, dt: _, ...rest } = submission as { readonly meta?: object; readonly dt?: unknown };
  const isSet = (name: string) => sets === undefined || sets.includes(name);
  const { dt: __, ...kept } = (given ?? {}) as { readonly dt?: unknown };
  const meta = {
    ...kept,
    ...(isSet("meta.stream") && { stream }),
    ...(isSet("meta.id") && { id: uuid() }),
  };
  return {
    ...rest,
    $schema: schema,
    ...(isSet("dt") && { dt: new Date().toISOString() }),
    ...(Object.keys(meta).length > 0 && { meta }),
    ...(sample?.isRecorded === true && { sample: { unit: sample.unit, rate: sample.rate } }),
  } as QueuedEvent;
}

/** The token that decides; undefined: the one of the session. */
function tokenFor(unit: string, given: string | (() => string) | undefined): string | undefined {
  if (unit !== "session") return undefined;
  return typeof given === "function" ? given() : given;
}

/** A listener whose exceptions are ignored, so that it never breaks the page. */
export function quiet(onError: (error: Error, event: object) => void): (error: Error, event: object) => void {
  return (error, event) => {
    try {
      onError(error, event);
    } catch {
      // An exception of the listener must not reach the caller.
    }
  };
}

function warn(error: Error): void {
  if (__DEVELOPMENT__) console.warn(`event not sent: ${error.message}`);
}
