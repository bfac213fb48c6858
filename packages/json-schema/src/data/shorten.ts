import type { Data } from "./data.ts";

/** A text of at most so many UTF-16 units; a longer one ends in an ellipsis. */
export function shorten(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

/** A value as JSON, on one line of at most 60 UTF-16 units. */
export function showJson(value: Data | undefined): string {
  return value === undefined ? "nothing" : shorten(JSON.stringify(value), 60);
}
