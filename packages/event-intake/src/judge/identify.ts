import { type Event, isEvent } from "./event.ts";
import type { EventSchema } from "./event-schema.ts";
import type { Failure } from "./judgement.ts";
import { SchemaUnavailable, type SchemaStore } from "./schema-store.ts";

/** An event whose schema is known. */
export interface Identified {
  readonly kind: "identified";
  readonly event: Event;
  readonly schema: EventSchema;
}

/**
 * The first stage: which version of which schema an event names.
 * @param now milliseconds that only grow
 */
export function identify(event: unknown, store: SchemaStore, now: number): Identified | Failure {
  const uri = isEvent(event) && Object.hasOwn(event, "$schema") ? event["$schema"] : undefined;
  if (!isEvent(event) || uri === undefined) {
    return failure("MissingSchema", "the event has no “$schema”, so its schema is unknown");
  }
  try {
    return { kind: "identified", event, schema: store.get(uri, now) };
  } catch (error) {
    if (error instanceof SchemaUnavailable) return failure("SchemaUnavailable", error.message);
    throw error;
  }
}

/** Makes an event name its version, in place: what `latest` stands for changes. */
export function nameVersion(event: Event, { uri }: EventSchema): void {
  if (event["$schema"] !== uri) event["$schema"] = uri;
}

function failure(errorType: string, message: string): Failure {
  return { kind: "failure", errorType, stream: "unknown", schemaUri: "unknown", message };
}
