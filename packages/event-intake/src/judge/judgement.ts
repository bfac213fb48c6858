import type { StreamSettings } from "@addendum/streams";
import type { Sink } from "../sinks/sink.ts";
import type { Event } from "./event.ts";
import type { EventError, EventSchema } from "./event-schema.ts";

/** The outcome of one event in the stages of judging. */
export type Judgement = Judged | MalformedEvent;

/** The outcome of one event that was judged. */
export type Judged = ValidEvent | DuplicateEvent | InvalidEvent | UnjudgedEvent;

/** An event that may be written, and where to. */
export interface ValidEvent {
  readonly kind: "valid";
  readonly event: Event;
  /** `unknown` where the event names none. */
  readonly stream: string;
  readonly schemaUri: string;
  readonly sink: Sink;
  readonly topic: string;
  /** What messages are partitioned by. */
  readonly key: string | undefined;
  /** Its `meta.id`; undefined if its sender gave it none. */
  readonly givenId?: string | undefined;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
}

/** An event that was written before, and is not written again. */
export interface DuplicateEvent {
  readonly kind: "duplicate";
  readonly event: Event;
}

/** An event that its schema refuses. */
export interface InvalidEvent {
  readonly kind: "invalid";
  readonly event: Event;
  readonly errors: readonly EventError[];
  readonly schema: EventSchema;
  readonly settings: StreamSettings;
}

/** An event that goes beyond a limit of the intake. */
export interface MalformedEvent {
  readonly kind: "malformed";
  readonly event: unknown;
  readonly errors: readonly EventError[];
}

/** An event that no schema could judge, or that belongs to no stream. */
export interface UnjudgedEvent {
  readonly kind: "error";
  readonly event: unknown;
  /** The one that it names; undefined: there is none. */
  readonly schema: EventSchema | undefined;
  readonly message: string;
}

/** Why a stage ends the judging. */
export interface Failure {
  readonly kind: "failure";
  /** As `/metrics` calls it. Source: EventGate 1.8.4, the names of its errors. */
  readonly errorType: string;
  /** The labels of the metric; `unknown` as long as a stage has not found them out. */
  readonly stream: string;
  readonly schemaUri: string;
  /** For the sender. */
  readonly message: string;
}
