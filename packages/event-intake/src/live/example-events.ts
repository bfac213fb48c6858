import {
  cloneData,
  type Data,
  type DataObject,
  isArray,
  isObject,
  join,
  own,
  setOwn,
} from "@addendum/json-schema";
import type { Event } from "../judge/event.ts";
import type { EventSchema } from "../judge/event-schema.ts";
import type { ExampleEvent } from "./messages.ts";

/**
 * The first example of a schema, as an event of a stream; where the schema has a place for it, it says that it is a
 * canary. Time and identifier are the intake's to fill in. A schema without examples has an event of names alone.
 */
export function exampleOf(schema: EventSchema, stream: string): DataObject {
  const examples = own(schema.schema, "examples");
  const first = isArray(examples) ? examples[0] : undefined;
  const example = isObject(first) ? (cloneData(first) as DataObject) : {};
  const given = own(example, "meta");
  const { dt: _, id: __, ...meta } = isObject(given) ? (given as Record<string, Data>) : {};
  const domain = schema.hasPlaceFor(["meta", "domain"]) ? { domain: "canary" } : {};
  return { ...example, $schema: schema.uri, meta: { ...meta, ...domain, stream } };
}

/** No schema is asked about more changed examples. */
const attemptsLimit = 200;

/** An example that the schema rejects, with one change; undefined if it rejects nothing of what is tried. */
export function brokenExampleOf(schema: EventSchema, stream: string): ExampleEvent | undefined {
  const example = exampleOf(schema, stream);
  let attempts = 0;
  for (const { event, what } of changes(example)) {
    if (++attempts > attemptsLimit) return undefined;
    // Judging fills defaults in.
    if (schema.refuse(cloneData(event) as Event, 1) !== undefined) return { event, what };
  }
  return undefined;
}

function* changes(example: DataObject): Generator<ExampleEvent> {
  const first = Object.keys(example).filter((name) => name !== "$schema" && name !== "meta" && name !== "dt");
  const names = Object.hasOwn(example, "dt") ? [...first, "dt"] : first;
  const changed = (path: readonly string[], value: Data | undefined) =>
    change(example, path, value) as DataObject;
  for (const path of leaves(example, [], [...names, "meta"])) {
    const value = path.reduce<Data | undefined>(
      (at, name) => (isObject(at) ? own(at, name) : undefined),
      example,
    );
    const at = join("", ...path);
    if (at === "/meta/stream" || at === "/meta/domain") continue;
    if (typeof value === "string")
      yield { event: changed(path, "not a valid value"), what: `${at} has another text` };
    const other = typeof value === "string" ? 12_345 : "not a valid value";
    yield { event: changed(path, other), what: `${at} has a value of another type` };
  }
  for (const name of names)
    yield { event: changed([name], undefined), what: `${join("", name)} is left out` };
  yield { event: { ...example, not_declared: true }, what: "/not_declared is added" };
}

/** Paths to plain values, own fields first. */
function* leaves(
  value: DataObject,
  path: readonly string[],
  names: readonly string[],
): Generator<readonly string[]> {
  for (const name of names) {
    const member = own(value, name);
    if (isObject(member)) yield* leaves(member, [...path, name], Object.keys(member));
    else if (member !== undefined && member !== null && !isArray(member)) yield [...path, name];
  }
}

/** A copy with another value at a path; undefined: without it. */
function change(data: Data, [name, ...rest]: readonly string[], value: Data | undefined): Data {
  if (name === undefined) return value ?? null;
  const copy: Record<string, Data> = {};
  for (const key of Object.keys(data as DataObject)) {
    const member = (data as DataObject)[key] as Data;
    if (key !== name) setOwn(copy, key, member);
    else if (rest.length > 0) setOwn(copy, key, change(member, rest, value));
    else if (value !== undefined) setOwn(copy, key, value);
  }
  return copy;
}
