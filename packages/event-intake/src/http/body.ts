import type { Data } from "@addendum/json-schema";
import type { IntakeLimits } from "@addendum/streams";
import type { EventError } from "../judge/event-schema.ts";
import { isForeign } from "./content-type.ts";
import { Refused } from "./refused.ts";

/** What a body may be. */
export type BodyLimits = Pick<IntakeLimits, "batch" | "depth" | "stringLength">;

/** The events of a request. */
export interface ParsedBody {
  readonly events: unknown[];
  /** Those that cannot be judged, by their index, and why not; undefined: there are none. */
  readonly malformed: ReadonlyMap<number, EventError> | undefined;
}

/**
 * Checks a body of an event type before its events are parsed.
 * @param body what {@link readBody} made of it: its text, or why it could not be read
 * @throws Refused
 */
export function checkBody(body: unknown, type: string | undefined, isCompatible: boolean): void {
  if (type !== undefined && isForeign(type, isCompatible)) {
    throw new Refused(400, "UnsupportedMediaTypeError", "the body must be UTF-8", true);
  }
  if (body instanceof Error) throw body;
}

interface Problem {
  readonly title: string;
  readonly message: string;
}

/**
 * Parses a body into events; none where it is empty, an empty object or an empty array. One event of several that goes
 * beyond a limit is refused alone.
 * @throws Refused for what is not JSON, and where every event goes beyond a limit
 */
export function parseBody(text: string, limits: BodyLimits): ParsedBody {
  if (text === "") return { events: [], malformed: undefined };
  const body = parseText(text);
  const events = Array.isArray(body) ? (body as unknown[]) : [body];
  if (events.length > limits.batch) {
    throw new Refused(
      413,
      "PayloadTooLargeError",
      `${events.length} events are more than the limit of ${limits.batch}`,
    );
  }
  let malformed: Map<number, EventError> | undefined;
  let first: Problem | undefined;
  for (const [index, event] of events.entries()) {
    const problem = findProblem(event, limits.depth, limits.stringLength);
    if (problem === undefined) continue;
    first ??= problem;
    malformed ??= new Map();
    malformed.set(index, errorOf(problem));
    // What is refused is repeated in the answer.
    if (problem === tooDeep) events[index] = prune(event as Data, limits.depth);
  }
  if (first !== undefined && malformed?.size === events.length) {
    throw new Refused(400, first.title, first.message);
  }
  return { events: isEmpty(body) ? [] : events, malformed };
}

function isEmpty(body: object): boolean {
  return Array.isArray(body) ? body.length === 0 : Object.keys(body).length === 0;
}

/** @throws Refused for what is not a JSON object or array */
export function parseText(text: string): object {
  let body: unknown;
  try {
    // `__proto__` becomes an own member, and of two members of one name the last one stays.
    body = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch (error) {
    throw new Refused(400, "SyntaxError", (error as Error).message.slice(0, 200), true);
  }
  if (typeof body === "object" && body !== null) return body;
  throw new Refused(400, "SyntaxError", "the body must be an event or an array of events", true);
}

const tooDeep: Problem = { title: "TooDeepError", message: "is nested too deeply" };
/** What is too large for a number became infinite, and would be written as null. */
const tooGreat: Problem = { title: "SyntaxError", message: "contains a number that is too large" };

function findProblem(value: unknown, depth: number, stringLength: number): Problem | undefined {
  if (typeof value === "string")
    return value.length > stringLength ? tooLong("string", stringLength) : undefined;
  if (typeof value === "number") return Number.isFinite(value) ? undefined : tooGreat;
  if (typeof value !== "object" || value === null) return undefined;
  if (depth < 0) return tooDeep;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const problem = findProblem(value[index], depth - 1, stringLength);
      if (problem !== undefined) return problem;
    }
    return undefined;
  }
  for (const name of Object.keys(value)) {
    if (name.length > stringLength) return tooLong("name", stringLength);
    const problem = findProblem((value as Record<string, unknown>)[name], depth - 1, stringLength);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function tooLong(what: string, limit: number): Problem {
  return {
    title: "StringTooLongError",
    message: `contains a ${what} that is longer than ${limit} characters`,
  };
}

function errorOf({ message }: Problem): EventError {
  return { keyword: "limit", dataPath: "", schemaPath: "#", params: {}, message, instancePath: "" };
}

/** Without what is too deep to be written. */
function prune(value: Data, depth: number): Data {
  if (typeof value !== "object" || value === null) return value;
  if (depth < 0) return null;
  const object = value as Record<string, Data>;
  for (const name of Object.keys(object)) object[name] = prune(object[name] as Data, depth - 1);
  return value;
}
