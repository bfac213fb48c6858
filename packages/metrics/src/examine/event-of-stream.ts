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

/** The events that a metric counts; undefined where it counts none, or where that is not known, which is reported. */
export function eventOf(
  { file, source }: Metric,
  input: {
    readonly streams: StreamsConfiguration;
    readonly events: (title: string) => readonly Declaration[];
  },
  findings: Findings,
): EventOfStream | undefined {
  if (source.kind !== "stream") return undefined;
  const { stream } = source;
  const { streams } = input;
  const location = { file, pointer: "/source/stream" };
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
