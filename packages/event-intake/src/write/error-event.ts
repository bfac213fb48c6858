import { randomUUID } from "node:crypto";
import { type Data, type DataObject, isObject, own } from "@addendum/json-schema";
import { errorsText } from "../judge/ajv-6.ts";
import type { Event } from "../judge/event.ts";
import type { EventError, EventSchema } from "../judge/event-schema.ts";
import { isoText } from "../judge/origin.ts";

/** What an error event is made of. */
export interface RefusedEvent {
  readonly stream: string | undefined;
  readonly schemaUri: string | undefined;
  /** As JSON, as it came, its personal data treated. */
  readonly raw: string;
  readonly errors: readonly EventError[];
  readonly requestId: string | undefined;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
}

/**
 * The event that reports a refused one: whatever of this the error schema declares, each text cut to what it allows.
 * Source: EventGate's error events, schema `/error/2.1.0`.
 */
export function makeErrorEvent(
  refused: RefusedEvent,
  stream: string,
  emitter: string,
  { uri, schema }: EventSchema,
): Event {
  const receivedAt = isoText(refused.receivedAt);
  const all: DataObject = {
    $schema: uri,
    dt: receivedAt,
    emitter_id: emitter,
    meta: {
      stream,
      id: randomUUID(),
      dt: receivedAt,
      uri: "unknown",
      domain: "unknown",
      request_id: refused.requestId ?? "unknown",
    },
    errored_schema_uri: refused.schemaUri ?? "unknown",
    errored_stream_name: refused.stream ?? "unknown",
    raw_event: refused.raw,
    message: errorsText(refused.errors),
    error_type: "ValidationError",
  };
  return declared(all, shapeOf(schema));
}

/** How long a refused event may be in an error event, in UTF-16 units. */
export function rawEventLimit({ schema }: EventSchema): number {
  return shapeOf(schema).get("raw_event")?.limit ?? Infinity;
}

/** What a schema says of its members, as far as it matters here. */
type Shape = ReadonlyMap<string, { readonly limit: number; readonly members: Shape }>;

/** Found out once for each schema: refused events come in crowds. */
const shapes = new WeakMap<DataObject, Shape>();

function shapeOf(schema: DataObject): Shape {
  let shape = shapes.get(schema);
  if (shape === undefined) {
    const properties = own(schema, "properties");
    const declared = isObject(properties) ? Object.entries(properties) : [];
    shape = new Map(
      declared.flatMap(([name, member]) => {
        if (!isObject(member)) return [];
        const limit = own(member, "maxLength");
        return [[name, { limit: typeof limit === "number" ? limit : Infinity, members: shapeOf(member) }]];
      }),
    );
    shapes.set(schema, shape);
  }
  return shape;
}

/** The members that a schema declares, texts cut to their `maxLength`. */
function declared(data: DataObject, shape: Shape): Event {
  const result: Event = {};
  for (const name of Object.keys(data)) {
    const member = shape.get(name);
    if (member === undefined) continue;
    const value = data[name] as Data;
    if (typeof value === "string") result[name] = cut(value, member.limit);
    else result[name] = isObject(value) ? declared(value, member.members) : value;
  }
  return result;
}

/** Cut to code points, as `maxLength` counts them. */
function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  let at = 0;
  for (let count = 0; count < limit && at < text.length; count++) {
    at += (text.codePointAt(at) as number) > 0xffff ? 2 : 1;
  }
  return text.slice(0, at);
}
