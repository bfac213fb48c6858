import type { StreamSettings } from "./stream-settings.ts";

/**
 * The topic that an intake writes a stream's events to.
 * Source: eventgate-wikimedia, `topic_prefix`: legacy streams have none.
 * @param stream undefined: events that name none are told apart by their schema
 */
export function topicOf(stream: string | undefined, settings: StreamSettings, schemaUri: string): string {
  const name = stream ?? schemaUri.replace(/^\/+/, "");
  const prefix = name.startsWith("eventlogging_") ? "" : (settings.topicPrefixes[0] ?? "");
  return topicName(prefix + name);
}

/** The topics that events of a stream are in, one for each prefix. Source: as {@link topicOf}. */
export function topicNames(stream: string, prefixes: readonly string[]): readonly string[] {
  const names = prefixes.length === 0 || stream.startsWith("eventlogging_") ? [""] : prefixes;
  return names.map((prefix) => topicName(prefix + stream));
}

function topicName(text: string): string {
  return text.replace(/[^A-Za-z0-9._-]/g, "_");
}

/** A stream's topics; those of an expression are an expression, too. */
export function topicsOf(name: string, prefixes: readonly string[]): readonly string[] {
  if (prefixes.length === 0) return [name];
  if (!name.startsWith("/")) return prefixes.map((prefix) => prefix + name);
  const choice = prefixes.map((prefix) => prefix.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
  return [`/^(${choice})${name.slice(1, -1).replace(/^\^/, "")}/`];
}
