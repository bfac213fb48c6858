import type { Submission, UriOf } from "./submission.ts";

/** Whether this is the build for development. */
declare const __DEVELOPMENT__: boolean;

export interface ProducerOptions<Streams> {
  /** Where events are sent: the URL of the intake's `/v1/events`. */
  readonly intake: string | URL;
  /** Each stream's schema, by the constant that its types export. */
  readonly streams: { readonly [Stream in keyof Streams]: UriOf<Streams[Stream]> };
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
   * The promise is kept when the attempt is over, and never broken.
   */
  submit<Stream extends keyof Streams & string>(
    stream: Stream,
    event: Submission<Streams[Stream]>,
  ): Promise<void>;
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
  const { intake, onError = warn } = options;
  const schemas: Readonly<Record<string, string>> = options.streams;
  return {
    async submit(stream, submission) {
      const { meta, ...rest } = submission as { readonly meta?: object };
      const event = {
        ...rest,
        $schema: Object.hasOwn(schemas, stream) ? schemas[stream] : undefined,
        dt: new Date().toISOString(),
        meta: { ...meta, stream, id: uuid() },
      };
      // The time of receipt is the intake's to say.
      delete (event.meta as { dt?: string }).dt;
      try {
        if (event.$schema === undefined) throw new Error(`“${stream}” is no stream of this producer`);
        if (__DEVELOPMENT__) {
          const problem = options.validate?.(event);
          if (problem !== undefined) throw new Error(`“${stream}”: ${problem}`);
        }
        await send(intake, event);
      } catch (error) {
        onError(error as Error, event);
      }
    },
  };
}

async function send(intake: string | URL, event: object): Promise<void> {
  const response = await fetch(intake, {
    method: "POST",
    // A type that asks no other site's permission first; the intake reads it as JSON.
    headers: { "content-type": "text/plain;charset=UTF-8" },
    body: JSON.stringify(event),
    // The page may be left meanwhile.
    keepalive: true,
  });
  if (!response.ok) throw new Error(`the intake answered ${response.status}: ${await response.text()}`);
}

function warn(error: Error): void {
  if (__DEVELOPMENT__) console.warn(`event not sent: ${error.message}`);
}

/** Random, version 4. Pages that were not loaded securely have no `randomUUID`. */
function uuid(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const text = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return text.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
