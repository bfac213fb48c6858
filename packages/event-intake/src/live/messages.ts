// What the intake tells viewers: plain data, for the page's script as well.
import type { Data, DataObject } from "@addendum/json-schema";

/** The outcome of an event, as a viewer sees it. */
export type ShownVerdict =
  | "accepted"
  /** It was written before, and is not written again. */
  | "duplicate"
  /** Its schema rejects it, or it goes beyond a limit. */
  | "rejected"
  /** It could not be judged, or not be written. */
  | "failed";

/** Why an event was rejected. */
export interface ShownError {
  /** Into the event. */
  readonly pointer: string;
  readonly reason: string;
  readonly keyword: string;
  /** Into the schema; undefined: no keyword of the schema says so. */
  readonly schemaPointer: string | undefined;
}

/** An event for people to read: personal data is masked, and what is very long is cut. */
export interface ShownEvent {
  /** When it arrived, in milliseconds since the epoch. */
  readonly at: number;
  readonly verdict: ShownVerdict;
  /** What the event names; empty: nothing. */
  readonly stream: string;
  readonly schema: string;
  readonly isCanary: boolean;
  readonly event: Data;
  /** Whether some of it is left out. */
  readonly isCut: boolean;
  readonly errors: readonly ShownError[];
  /** Errors that are not shown. */
  readonly moreErrors: number;
  /** Pointers to members that the schema does not declare. */
  readonly undeclared: readonly string[];
}

/** Events in their order. Source: the message `events`. */
export interface EventsMessage {
  /** The number of the first. */
  readonly first: number;
  /** Events between the last message and this one that are no longer remembered. */
  readonly missed: number;
  readonly events: readonly ShownEvent[];
}

/** The first message to a viewer. Source: the message `hello`. */
export interface HelloMessage {
  /** Identifies a run of the intake: each run numbers events anew. */
  readonly run: string;
  readonly isMasked: boolean;
}

/** What was counted since the intake began. Source: the message `status`. */
export interface StatusMessage {
  /** Events that arrived while viewers were connected, and are not shown, because too many arrived at once. */
  readonly shed: number;
  /** Events that arrived while the page was hidden. */
  readonly unseen: number;
  readonly remembered: { readonly count: number; readonly bytes: number };
  readonly streams: readonly StreamStatus[];
  /** Reason → requests that were refused without a look at their events. */
  readonly requests: Readonly<Record<string, number>>;
}

export interface StreamStatus {
  readonly stream: string;
  readonly accepted: number;
  readonly rejected: number;
  readonly duplicates: number;
  /** Members that no schema declares. */
  readonly undeclared: readonly { readonly pointer: string; readonly count: number }[];
  /** When the last canary came, in milliseconds since the epoch; undefined: none did. */
  readonly canaryAt?: number | undefined;
}

/** The choices for sending an event by hand. Source: `/live/choices`. */
export interface Choices {
  /** The package that producers import types from; undefined: there is none. */
  readonly typesPackage?: string | undefined;
  readonly choices: readonly { readonly stream: string; readonly title: string }[];
}

/** An event to begin with. Source: `/live/example`. */
export interface ExampleEvent {
  readonly event: DataObject;
  /** What was done to it, in words; empty: it is the schema's own example. */
  readonly what: string;
}

/** The lines of a schema's file around a place. */
export interface SchemaExcerpt {
  /** Below the directory of schemas. */
  readonly file: string;
  /** The number of the first line shown, from 1. */
  readonly first: number;
  readonly lines: readonly string[];
  /** The number of the line that is meant, and which part of it: UTF-16 units, the end exclusive. */
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/** Lines of a text, one of which may be marked. */
export interface ShownLines {
  readonly label: string;
  readonly lines: readonly string[];
  /** The line that is meant, from 0; undefined: the whole. */
  readonly marked: number | undefined;
  /** What is said about it. */
  readonly note: string;
}

/** A finding about an edited source. */
export interface ShownFinding {
  readonly severity: "error" | "warn" | "info";
  readonly rule: string;
  readonly message: string;
  readonly hint: string;
  readonly file: string;
  readonly line: number;
  /** That line, and which part of it is meant: UTF-16 units, the end exclusive. */
  readonly excerpt: { readonly text: string; readonly start: number; readonly end: number } | undefined;
  readonly evidence: readonly ShownLines[];
}

/** The outcome of examining a source that was examined. */
export type EditVerdict =
  "first" | "compatible" | "incompatible" | "unknown" | "unstable" | "unchanged" | "invalid";

/** What a source would mean: for the versions that are published, and for the last events. */
export interface Examined {
  readonly title: string;
  /** Below the repository's root. */
  readonly file: string;
  /** The version that was examined; undefined: it has none that can be read. */
  readonly version: string | undefined;
  /** The published version that it was compared with first. */
  readonly previous: string | undefined;
  /** Whether the source still names a published version, and was examined as the next one. */
  readonly isRaised: boolean;
  readonly verdict: EditVerdict;
  readonly findings: readonly ShownFinding[];
  /** Of the last events of its title that were accepted. */
  readonly events: {
    readonly judged: number;
    readonly rejected: number;
    /** Why, the most frequent first; each with the number of the newest event in this run. */
    readonly reasons: readonly {
      readonly pointer: string;
      readonly reason: string;
      readonly count: number;
      readonly number: number;
    }[];
    /** Of those that were rejected, how many would be accepted. */
    readonly mended: number;
    /** Why they could not be judged. */
    readonly problem: string | undefined;
  };
}

/** A schema that refers to one that was saved. */
export interface ReferringSchemaEdit extends Examined {
  /** Its first reference that names an older version, and what it was examined with; undefined: it names this one. */
  readonly moved: { readonly from: string; readonly to: string } | undefined;
}

/** What saving a source would mean, for itself and for those that refer to it. */
export interface Edit extends Examined {
  /** When it was saved, in milliseconds since the epoch. */
  readonly at: number;
  /** The schemas that refer to it, or to others that do, within its major version. */
  readonly referring: {
    readonly count: number;
    /** The outcome for those that were examined; of very many, some are not. */
    readonly verdicts: Readonly<Partial<Record<EditVerdict, number>>>;
    /** The worst first; not all, where there are many. */
    readonly shown: readonly ReferringSchemaEdit[];
  };
}
