import { findStream, type StreamsConfiguration, type StreamSettings } from "@addendum/streams";
import { cloneData, type Data, type DataObject, isArray, isObject, own } from "@addendum/json-schema";

/** A canary event that is ready to be sent, or why there is none. */
export type Canary =
  | { readonly kind: "event"; readonly stream: string; readonly service: string; readonly event: DataObject }
  | { readonly kind: "problem"; readonly stream: string; readonly reason: string };

/**
 * The canary of each stream that has one: the first example of its schema's newest version, its domain `canary`. Time
 * and identifier are the intake's to fill in: the same identifier twice would be taken for the same event.
 * Source: event-utilities, `EventStream.exampleEvent`.
 * @param newest the newest version of a title's schema; undefined if there is none
 * @param only the stream that is asked for; undefined: all that are to have canaries
 */
export function makeCanaries(
  streams: StreamsConfiguration,
  newest: (title: string) => DataObject | undefined,
  only?: string,
): Canary[] {
  return selected(streams, only).map(([stream, settings]): Canary => {
    const problem = (reason: string): Canary => ({ kind: "problem", stream, reason });
    if (settings === undefined) return problem("there is no such stream");
    const { title, service } = settings;
    if (title === undefined) return problem("it has no title, so nothing says what its events are");
    const schema = newest(title);
    if (schema === undefined) return problem(`“${title}” has no version`);
    const examples = own(schema, "examples");
    const example = isArray(examples) ? examples[0] : undefined;
    if (!isObject(example)) return problem(`the newest version of “${title}” has no example`);
    const meta = own(example, "meta");
    if (!isObject(meta)) return problem(`the example of “${title}” has no meta`);
    const { dt: _, id: __, ...rest } = meta as Record<string, Data>;
    const event = { ...(cloneData(example) as DataObject), meta: { ...rest, stream, domain: "canary" } };
    return { kind: "event", stream, service, event };
  });
}

function selected(
  streams: StreamsConfiguration,
  only: string | undefined,
): readonly (readonly [string, StreamSettings | undefined])[] {
  if (only !== undefined) return [[only, findStream(streams, only)]];
  return [...streams.streams].filter(([, { canary }]) => canary);
}

const localIntake = "http://127.0.0.1:8192/v1/events";

/** The URL that a service's canaries are sent to. */
export function intakeUrl(services: ReadonlyMap<string, string>, service: string): string {
  return services.get(service) ?? (service === "local" ? localIntake : service);
}

/** The sending of one service's canaries. */
export interface Sent {
  readonly service: string;
  readonly url: string;
  readonly streams: readonly string[];
  /** undefined: all were accepted. */
  readonly failure: string | undefined;
}

/**
 * Sends canaries, an array for each service, all of them even if one fails. Only 201 and 202 count as success.
 * @param urlOf the URL of a service's /v1/events
 */
export function sendCanaries(
  canaries: readonly Extract<Canary, { kind: "event" }>[],
  urlOf: (service: string) => string,
): Promise<Sent[]> {
  const services = new Map<string, (typeof canaries)[number][]>();
  for (const one of canaries) services.set(one.service, [...(services.get(one.service) ?? []), one]);
  return Promise.all(
    [...services].map(async ([service, list]): Promise<Sent> => {
      const url = urlOf(service);
      const streams = list.map(({ stream }) => stream);
      const failure = await post(
        url,
        list.map(({ event }) => event),
      );
      return { service, url, streams, failure };
    }),
  );
}

const timeoutMs = 10_000;

async function post(url: string, events: readonly DataObject[]): Promise<string | undefined> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(events),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await response.text();
    if (response.status === 201 || response.status === 202) return undefined;
    return `${response.status} ${response.statusText} ${reasons(text)}`.trim();
  } catch (error) {
    const { message, cause } = error as Error;
    return `it cannot be reached: ${(cause as { code?: string } | undefined)?.code ?? message}`;
  }
}

/** What an intake says of each event that it did not take. */
function reasons(text: string): string {
  try {
    const { invalid = [], error = [] } = JSON.parse(text) as Record<string, Entry[] | undefined>;
    return [...invalid, ...error]
      .map(
        ({ event, context }) =>
          `${event?.meta?.stream ?? "?"}: ${context.errorsText ?? context.message ?? ""}`,
      )
      .join("; ")
      .slice(0, 1000);
  } catch {
    return text.slice(0, 200);
  }
}

interface Entry {
  readonly event?: { readonly meta?: { readonly stream?: string } };
  readonly context: { readonly errorsText?: string; readonly message?: string };
}
