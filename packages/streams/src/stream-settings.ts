import type { DataObject } from "@addendum/json-schema";
import { count, text } from "./value-schemas.ts";

/** Which sessions or page views send a stream's events. `rate` is from 0, none, to 1, all. */
export interface Sample {
  readonly unit: "session" | "pageview";
  readonly rate: number;
}

/** What happens to an event with members that its schema does not declare. */
export type UndeclaredPolicy = "accept" | "report" | "reject";

/** What happens to personal data before an event is written. */
export type Treatment = "keep" | "drop" | "hash";

/** What `streams.yaml` decides about one stream, complete. */
export interface StreamSettings {
  /** The title of the schema that its events have; undefined: any. */
  readonly title: string | undefined;
  readonly sample: Sample | undefined;
  /** The name of a sink. */
  readonly sink: string;
  /** Whether canary events are sent. */
  readonly canary: boolean;
  readonly owner: string | undefined;
  /** How long its events are kept, as a person would say it. */
  readonly retention: string | undefined;
  readonly undeclared: UndeclaredPolicy;
  /** Kind of personal data, or `*` for all others → what happens to it. */
  readonly privacy: Readonly<Record<string, Treatment>>;
  /** Name in the message's key → path in the event. */
  readonly messageKeyFields: Readonly<Record<string, string>> | undefined;
  /** The intake that receives its events, by a name of `services`. */
  readonly service: string;
  /** What is before its name in its topics, one for each data centre. */
  readonly topicPrefixes: readonly string[];
  /** How many partitions its topics get; undefined: as many as those of its sink. */
  readonly partitions: number | undefined;
}

export const defaultStreamSettings: StreamSettings = {
  title: undefined,
  sample: undefined,
  sink: "file",
  canary: false,
  owner: undefined,
  retention: undefined,
  undeclared: "report",
  privacy: {},
  messageKeyFields: undefined,
  service: "local",
  topicPrefixes: [],
  partitions: undefined,
};

/** The JSON Schema of one stream’s settings. */
export const streamSchema: DataObject = {
  type: "object",
  additionalProperties: false,
  properties: {
    title: {
      ...text,
      description: "The title of the schema that the stream's events have. Default: any schema is accepted.",
    },
    sample: {
      type: "object",
      additionalProperties: false,
      required: ["unit", "rate"],
      properties: {
        unit: {
          enum: ["session", "pageview"],
          description: "What is sampled as a whole, such as a session. Without it, clients drop every event.",
        },
        rate: {
          type: "number",
          exclusiveMinimum: 0,
          maximum: 1,
          description: "The fraction that sends events, above 0 and up to 1: 0.1 is one in ten.",
        },
      },
      description: "Which visitors of a page send the stream's events.",
    },
    sink: { ...text, description: "Where events are written: file, stdout, or a name under `sinks`." },
    canary: { type: "boolean", description: "Whether `addendum canary` sends the stream an example." },
    owner: { ...text, description: "Who is responsible for the stream." },
    retention: { ...text, description: "How long events are stored, such as “90 days”." },
    undeclared: {
      enum: ["accept", "report", "reject"],
      description:
        "What happens to events with fields that their schema does not declare. Default: report, which accepts the events, and counts and names the fields.",
    },
    privacy: {
      type: "object",
      propertyNames: { pattern: "^(\\*|[a-z][a-z0-9-]*)$" },
      additionalProperties: { enum: ["keep", "drop", "hash"] },
      description:
        "Kind of personal data, or * for all others → what happens to it before the event is written.",
    },
    messageKeyFields: {
      type: "object",
      additionalProperties: text,
      description: "Name in the Kafka message key → path in the event, with dots.",
    },
    service: { ...text, description: "The intake that receives the stream, by its name under `services`." },
    topicPrefixes: {
      type: "array",
      items: { type: "string", pattern: "^[A-Za-z0-9._-]*$" },
      description:
        "Prefixes of the stream's name in its topics; an intake writes to the topic with the first one.",
    },
    partitions: count("How many partitions `addendum deploy` gives its topics. Default: the sink's."),
  },
};
