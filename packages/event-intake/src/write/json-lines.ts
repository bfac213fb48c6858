import { randomBytes } from "node:crypto";

/** Stands between values. Senders cannot know it, and within a text its quotes would be escaped. */
const mark = randomBytes(12).toString("base64");
const separator = `,"${mark}",`;

/**
 * The JSON of each value, as `JSON.stringify` writes it. For many values that is called once: each of its calls costs
 * as much as a seventh of an event does.
 * @param values JSON data
 */
export function stringifyEach(values: readonly unknown[]): string[] {
  if (values.length === 0) return [];
  if (values.length === 1) return [JSON.stringify(values[0])];
  const marked: unknown[] = [];
  for (const value of values) marked.push(value, mark);
  marked.pop();
  return JSON.stringify(marked).slice(1, -1).split(separator);
}
