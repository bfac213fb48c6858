import { accept, type StreamsConfiguration, type StreamSettings, topicOf } from "@addendum/streams";
import type { Sink } from "../sinks/sink.ts";
import type { EventSchema } from "./event-schema.ts";
import type { Failure } from "./judgement.ts";

/** Where an event goes. */
export interface Route {
  readonly kind: "route";
  /** `unknown` where the event names none. */
  readonly stream: string;
  readonly settings: StreamSettings;
  readonly sink: Sink;
  readonly topic: string;
}

/** Senders choose streams where those are not listed. */
const rememberedTopics = 1000;

/** The third stage: whether an event's stream takes it, and where its events go. */
export class Router {
  private readonly streams: StreamsConfiguration;
  private readonly sinks: ReadonlyMap<string, Sink>;
  private readonly topics = new Map<string, string>();

  /** @param sinks by their names; each that a stream may name is there */
  constructor(streams: StreamsConfiguration, sinks: ReadonlyMap<string, Sink>) {
    this.streams = streams;
    this.sinks = sinks;
  }

  /** @param stream what the event names */
  route(stream: string | undefined, schema: EventSchema): Route | Failure {
    const acceptance = accept(this.streams, stream, schema.title);
    if (acceptance.kind === "unknown-stream") return unknownStream(stream, schema);
    if (acceptance.kind === "other-title") return unauthorized(stream, acceptance.title, schema);
    const { settings } = acceptance;
    const sink = this.sinks.get(settings.sink);
    if (sink === undefined) throw new Error(`the sink “${settings.sink}” was not opened`);
    const topic = this.topicOf(stream, settings, schema.uri);
    return { kind: "route", stream: stream ?? "unknown", settings, sink, topic };
  }

  /** Remembered: there are few, and each of their events asks. */
  private topicOf(stream: string | undefined, settings: StreamSettings, schemaUri: string): string {
    const key = stream ?? schemaUri;
    let topic = this.topics.get(key);
    if (topic === undefined) {
      topic = topicOf(stream, settings, schemaUri);
      if (this.topics.size >= rememberedTopics) this.topics.clear();
      this.topics.set(key, topic);
    }
    return topic;
  }
}

function unknownStream(stream: string | undefined, { uri }: EventSchema): Failure {
  const message =
    stream === undefined ? "the event names no stream" : `there is no stream “${stream.slice(0, 255)}”`;
  // Not the stream: senders may make up any number of them.
  return { kind: "failure", errorType: "UnknownStream", stream: "unknown", schemaUri: uri, message };
}

function unauthorized(named: string | undefined, title: string, schema: EventSchema): Failure {
  const stream = named ?? "unknown";
  const message = `the stream “${stream}” accepts events of “${title}”, not of “${schema.title}”`;
  const errorType = "UnauthorizedSchemaForStream";
  return { kind: "failure", errorType, stream, schemaUri: schema.uri, message };
}
