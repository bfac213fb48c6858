import type { Data } from "@addendum/json-schema";
import type { StreamSettings } from "@addendum/streams";
import { type Event, isEvent } from "./event.ts";

/**
 * The key by which a message is partitioned; undefined if the event has none: one key for all such events would put
 * them all into one partition. Source: eventgate-wikimedia, `message_key_fields`.
 */
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
  return Object.keys(key).length === 0 ? undefined : JSON.stringify(key);
}
