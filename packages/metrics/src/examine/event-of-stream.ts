import type { Declaration } from "@addendum/event-fields";
import { type Findings, metricUnknownStream, suggest } from "@addendum/schema-repository";
import { findStream, type StreamSettings, type StreamsConfiguration } from "@addendum/streams";
import type { Metric } from "../model/metric.ts";

/** What the events of a stream are. */
export interface EventOfStream {
  readonly stream: string;
  readonly title: string;
  /** What each version declares, the newest first. */
  readonly versions: readonly Declaration[];
  readonly sample: StreamSettings["sample"];
}

/** Where streams and the schemas of their events are looked up. */
interface KnownStreams {
  readonly streams: StreamsConfiguration;
  /** What each version of a title declares, the newest first. */
  readonly events: (title: string) => readonly Declaration[];
}

/** The events that a metric counts; undefined if it counts none, or where that is not known, which is reported. */
export function eventOf(
  { file, source }: Metric,
  input: KnownStreams,
  findings: Findings,
): EventOfStream | undefined {
  if (source.kind !== "stream") return undefined;
  return eventOfStream(source.stream, { file, pointer: "/source/stream" }, input, findings);
}

/**
 * The events of the other stream that a metric is divided by; undefined if it is divided by its own or by nothing, or
 * where that stream is not known, which is reported.
 */
export function divisorOf(
  { file, source }: Metric,
  input: KnownStreams,
  findings: Findings,
): EventOfStream | undefined {
  const stream = source.kind === "stream" ? source.per?.stream : undefined;
  if (stream === undefined) return undefined;
  return eventOfStream(stream, { file, pointer: "/source/per/stream" }, input, findings);
}

function eventOfStream(
  stream: string,
  location: { readonly file: string; readonly pointer: string },
  input: KnownStreams,
  findings: Findings,
): EventOfStream | undefined {
  const { streams } = input;
  const settings = findStream(streams, stream);
  if (settings === undefined) {
    const meant = suggest(stream, [...streams.streams.keys()]);
    const hint = meant === undefined ? "Add it to streams.yaml." : `Did you mean “${meant}”?`;
    findings.add(metricUnknownStream, "unknown", location, { stream, hint });
    return undefined;
  }
  // Where no streams are configured, they are named after titles, as tables are.
  const title = settings.title ?? (streams.isClosed ? undefined : stream.replaceAll(".", "/"));
  if (title === undefined) {
    findings.add(metricUnknownStream, "untitled", location, { stream });
    return undefined;
  }
  const versions = input.events(title);
  if (versions.length > 0) return { stream, title, versions, sample: settings.sample };
  if (streams.isClosed) findings.add(metricUnknownStream, "schemaless", location, { stream, title });
  else {
    const hint = `Without a streams.yaml it is named after its schema, and there is no schema ${title}.`;
    findings.add(metricUnknownStream, "unknown", location, { stream, hint });
  }
  return undefined;
}
