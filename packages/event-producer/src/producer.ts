import { uuid } from "./identifiers.ts";
import { type Counts, Queue } from "./queue.ts";
import { inSample, type Sample } from "./sampling.ts";
import type { Submission, UriOf } from "./submission.ts";

/** Whether this is the build for development. */
declare const __DEVELOPMENT__: boolean;

/** A stream: its schema, by the constant that its types export, and whose events are sent. */
export interface Stream<Uri extends string> {
  readonly schema: Uri;
  /** Without it all events are sent. */
  readonly sample?: StreamSample;
}

export interface StreamSample extends Sample {
  /** Whether the schema has a place for it, `sample`: whoever counts events multiplies by 1/rate. */
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
  /**
   * Told of each event that did not reach the intake, or was refused there. Default: a warning on the console in
   * development builds, nothing in others: no page fails for an event.
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
   * Sends an event. Sets `$schema`, `dt` (whatever was given: the event happens now), `meta.stream` and `meta.id`.
   * Sessions and page views that are not in the stream's sample send nothing. The promise is kept when the event was
   * sent or dropped, and never broken.
   */
  submit<Stream extends keyof Streams & string>(
    stream: Stream,
    event: Submission<Streams[Stream]>,
  ): Promise<void>;
  /** Sends what waits now; kept when that attempt is over. */
  flush(): Promise<void>;
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
  const { intake, lingerMs = 1000, queueLimit = 1000, validate } = options;
  const onError = quiet(options.onError ?? warn);
  const streams: Readonly<Record<string, string | Stream<string>>> = options.streams;
  const queue = new Queue({ intake, lingerMs, limit: queueLimit, onError });
  return {
    counts: queue.counts,
    flush: () => queue.flush(),
    async submit(name, submission) {
      const stream = Object.hasOwn(streams, name) ? streams[name] : undefined;
      const { schema, sample } = typeof stream === "object" ? stream : { schema: stream, sample: undefined };
      try {
        if (schema === undefined) throw new Error(`“${name}” is no stream of this producer`);
        if (sample !== undefined && !inSample(sample)) return;
        const { meta, ...rest } = submission as { readonly meta?: object };
        const event = {
          ...rest,
          $schema: schema,
          dt: new Date().toISOString(),
          meta: { ...meta, stream: name, id: uuid() },
          ...(sample?.isRecorded && { sample: { unit: sample.unit, rate: sample.rate } }),
        };
        // The time of receipt is the intake's to say.
        delete (event.meta as { dt?: string }).dt;
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

/** Nobody's page fails for a listener of its own, either. */
export function quiet(onError: (error: Error, event: object) => void): (error: Error, event: object) => void {
  return (error, event) => {
    try {
      onError(error, event);
    } catch {
      // It is told, not asked.
    }
  };
}

function warn(error: Error): void {
  if (__DEVELOPMENT__) console.warn(`event not sent: ${error.message}`);
}
