import type { Data } from "@addendum/json-schema";
import { type Event, isEvent } from "./event.ts";
import type { StreamSettings } from "./streams/stream-settings.ts";

/** Source: eventgate-wikimedia, `topic_prefix`: legacy streams have none. */
export function topicOf(stream: string | undefined, settings: StreamSettings, schemaUri: string): string {
  const name = stream ?? schemaUri.replace(/^\/+/, "");
  const prefix = name.startsWith("eventlogging_") ? "" : (settings.topicPrefixes[0] ?? "");
  return (prefix + name).replace(/[^A-Za-z0-9._-]/g, "_");
}

/** Source: eventgate-wikimedia, `message_key_fields`. */
export function messageKey(event: Event, { messageKeyFields }: StreamSettings): string | undefined {
  if (messageKeyFields === undefined) return undefined;
  const key: Event = {};
  for (const [name, path] of Object.entries(messageKeyFields)) {
    let value: unknown = event;
    for (const part of path.split(".")) {
      value = isEvent(value) && Object.hasOwn(value, part) ? value[part] : undefined;
    }
    if (value !== undefined) key[name] = value as Data;
  }
  return JSON.stringify(key);
}
