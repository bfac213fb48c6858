import type { Data } from "@addendum/json-schema";

/** An event as it was parsed: it is filled in place. Any key may be there, `__proto__` as well. */
export type Event = Record<string, Data>;

export function isEvent(value: unknown): value is Event {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The text at `meta.NAME`; undefined if there is none. */
export function metaText(event: unknown, name: string): string | undefined {
  if (!isEvent(event)) return undefined;
  const { meta } = event;
  if (!isEvent(meta) || !Object.hasOwn(meta, name)) return undefined;
  const value = meta[name];
  return typeof value === "string" ? value : undefined;
}
