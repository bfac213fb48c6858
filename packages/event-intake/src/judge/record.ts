import { type Event, metaText } from "./event.ts";
import type { EventSchema } from "./event-schema.ts";
import type { ValidEvent } from "./judgement.ts";
import type { Origin } from "./origin.ts";
import type { Route } from "./route.ts";

/** The last stage: what is written of a valid event, and where. */
export function makeRecord(
  event: Event,
  schema: EventSchema,
  { stream, sink, topic }: Route,
  key: string | undefined,
  givenId: string | undefined,
  origin: Origin,
): ValidEvent {
  return {
    kind: "valid",
    event,
    stream,
    schemaUri: schema.uri,
    sink,
    topic,
    key,
    givenId,
    timestamp: timestampOf(metaText(event, "dt"), origin),
  };
}

/** When the event says that it happened, else when it was received. */
function timestampOf(dt: string | undefined, { receivedAt, receivedAtText }: Origin): number {
  // The intake's own text, as a rule: parsing it would cost more than all else here.
  if (dt === receivedAtText) return receivedAt;
  const time = Date.parse(dt ?? "");
  return Number.isNaN(time) ? receivedAt : time;
}
