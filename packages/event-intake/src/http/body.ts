import type { IntakeLimits } from "@addendum/streams";
import { Refused } from "./refused.ts";

/** What a body may be. */
export type BodyLimits = Pick<IntakeLimits, "batch" | "depth" | "stringLength">;

/**
 * Parses a body into events; none where it is empty, an empty object or an empty array.
 * @throws Refused for what is not JSON, and for what goes beyond a limit
 */
export function parseBody(text: string, limits: BodyLimits): unknown[] {
  if (text === "") return [];
  const body = parseText(text);
  if (typeof body !== "object" || body === null) {
    throw new Refused(400, "SyntaxError", "a body is an event or an array of events", true);
  }
  const events = Array.isArray(body) ? (body as unknown[]) : [body];
  if (events.length > limits.batch) {
    throw new Refused(413, "PayloadTooLargeError", `${events.length} events are more than ${limits.batch}`);
  }
  checkShape(events, limits.depth + 1, limits.stringLength);
  return isEmpty(body) ? [] : events;
}

function isEmpty(body: object): boolean {
  return Array.isArray(body) ? body.length === 0 : Object.keys(body).length === 0;
}

function parseText(text: string): unknown {
  try {
    // `__proto__` becomes an own member, and of two members of one name the last one stays.
    return JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text) as unknown;
  } catch (error) {
    throw new Refused(400, "SyntaxError", (error as Error).message.slice(0, 200), true);
  }
}

function checkShape(value: unknown, depth: number, stringLength: number): void {
  if (typeof value === "string") {
    if (value.length > stringLength) {
      throw new Refused(400, "StringTooLongError", `a string is longer than ${stringLength} characters`);
    }
    return;
  }
  if (typeof value === "number") {
    // What is too large for a number became infinite, and would be written as null.
    if (!Number.isFinite(value)) throw new Refused(400, "SyntaxError", "a number is too large to be one");
    return;
  }
  if (typeof value !== "object" || value === null) return;
  if (depth < 0) throw new Refused(400, "TooDeepError", "the body is nested too deeply");
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) checkShape(value[index], depth - 1, stringLength);
    return;
  }
  for (const name of Object.keys(value)) {
    if (name.length > stringLength) {
      throw new Refused(400, "StringTooLongError", `a name is longer than ${stringLength} characters`);
    }
    checkShape((value as Record<string, unknown>)[name], depth - 1, stringLength);
  }
}
