import type { StreamSettings } from "./stream-settings.ts";
import { findStream, type StreamsConfiguration } from "./streams-configuration.ts";
import { topicsOf } from "./topics.ts";

/** One stream as MediaWiki's stream configuration API shows it. Source: EventStreamConfig, `action=streamconfigs`. */
export type StreamConfig = Readonly<Record<string, unknown>>;

/** At most so many streams are answered at once. Source: EventStreamConfig's API. */
export const streamsLimit = 250;

export interface StreamConfigsQuery {
  /** Names; undefined: all that are named in the file. */
  readonly streams?: readonly string[] | undefined;
  /** `key=value`, values as texts; `a[b]=value` looks into an object. */
  readonly constraints?: readonly string[] | undefined;
}

/**
 * The configured streams in the shape of that API: `{ streams: { name: … } }`. Unknown streams are left out, not
 * refused.
 */
export function streamConfigs(
  configuration: StreamsConfiguration,
  query: StreamConfigsQuery = {},
): { readonly streams: Readonly<Record<string, StreamConfig>> } {
  const named = query.streams?.flatMap((name) => {
    const settings = findStream(configuration, name);
    return settings === undefined ? [] : [[name, settings] as const];
  });
  const all = named ?? [
    ...configuration.streams,
    ...configuration.patterns.map(({ pattern, settings }) => [`/${pattern}/`, settings] as const),
  ];
  const shown = all
    .map(([name, settings]) => [name, streamConfig(name, settings)] as const)
    .filter(([, config]) => (query.constraints ?? []).every((constraint) => fulfils(config, constraint)));
  return { streams: Object.fromEntries(shown) };
}

function streamConfig(name: string, settings: StreamSettings): StreamConfig {
  const { title, sample, canary, service, topicPrefixes, messageKeyFields, owner, retention } = settings;
  return {
    stream: name,
    ...(title !== undefined && { schema_title: title }),
    ...(sample !== undefined && { sample }),
    destination_event_service: service,
    ...(topicPrefixes.length > 0 && { topic_prefixes: topicPrefixes }),
    topics: topicsOf(name, topicPrefixes),
    canary_events_enabled: canary,
    ...(messageKeyFields !== undefined && { message_key_fields: messageKeyFields }),
    ...(owner !== undefined && { owner }),
    ...(retention !== undefined && { retention }),
  };
}

function fulfils(config: StreamConfig, constraint: string): boolean {
  const at = constraint.indexOf("=");
  if (at === -1) return true;
  const path = constraint
    .slice(0, at)
    .split(/[[\]]+/)
    .filter((part) => part !== "");
  let value: unknown = config;
  for (const name of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return false;
    value = (value as Record<string, unknown>)[name];
  }
  return asText(value) === constraint.slice(at + 1);
}

/** As PHP writes it. */
function asText(value: unknown): string {
  if (typeof value === "boolean") return value ? "1" : "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
