import type { Judgement, ValidEvent } from "../judge/judgement.ts";
import type { Sink, SinkRecord } from "../sinks/sink.ts";
import { stringifyEach } from "./json-lines.ts";
import type { Outcome } from "./outcome.ts";

/** A valid event as its sink takes it. */
export interface EventLine extends SinkRecord {
  readonly kind: "line";
  readonly stream: string;
  readonly schemaUri: string;
  readonly sink: Sink;
  /** Its `meta.id`, where its sender gave it one. */
  readonly givenId?: string | undefined;
}

/** What is known of an event before it is written. */
export type Writable = EventLine | Outcome;

/**
 * The valid events of a request as lines, the others as they are, in the order of the request. No line holds on to the
 * event that it was made of: events must not stay in memory while their lines wait to be written.
 */
export function makeLines(judgements: readonly Judgement[]): Writable[] {
  const events: unknown[] = [];
  for (const one of judgements) if (one.kind === "valid") events.push(one.event);
  const lines = stringifyEach(events);
  let next = 0;
  return judgements.map((one) => {
    if (one.kind === "valid") return makeLine(one, lines[next++] as string);
    if (one.kind === "duplicate") return { kind: "accepted" };
    return one.kind === "malformed" ? { ...one, kind: "invalid" } : one;
  });
}

function makeLine(
  { stream, schemaUri, sink, topic, key, givenId, timestamp }: ValidEvent,
  line: string,
): EventLine {
  return { kind: "line", line, stream, schemaUri, sink, topic, key, givenId, timestamp };
}
