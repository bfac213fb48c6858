import type { Treatment } from "../personal-data.ts";

/** Which sessions or page views send a stream's events. `rate` is from 0, none, to 1, all. */
export interface Sample {
  readonly unit: "session" | "pageview";
  readonly rate: number;
}

/** What becomes of an event with members that its schema does not declare. */
export type UndeclaredPolicy = "accept" | "report" | "reject";

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
  /** Kind of personal data, or `*` for all others → what becomes of it. */
  readonly privacy: Readonly<Record<string, Treatment>>;
  /** Name in the message's key → path in the event. */
  readonly messageKeyFields: Readonly<Record<string, string>> | undefined;
  /** The intake that receives its events, by a name of `services`. */
  readonly service: string;
  /** What stands before its name in its topics, one for each data centre. */
  readonly topicPrefixes: readonly string[];
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
};
