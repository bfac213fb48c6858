import { resolve } from "node:path";
import type { SinkSettings } from "@addendum/streams";
import { FileSink } from "./file-sink.ts";
import { KafkaSink } from "./kafka-sink.ts";
import type { Sink } from "./sink.ts";
import { StatsdSink } from "./statsd-sink.ts";
import { StreamSink } from "./stdout-sink.ts";

/** What sinks need of the intake. */
export interface SinkSurroundings {
  /** The directory that events are written below, absolute. */
  readonly out: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Told of what goes wrong without a request: for the log. */
  readonly onProblem: (message: string) => void;
}

/** Opens the sink that settings describe. Throws where it cannot be. */
export async function openSink(
  settings: SinkSettings,
  { out, now, onProblem }: SinkSurroundings,
): Promise<Sink> {
  switch (settings.kind) {
    case "file":
      return FileSink.open({ ...settings, directory: resolve(out, settings.directory), now, onProblem });
    case "stdout":
      return new StreamSink(process.stdout);
    case "statsd":
      return new StatsdSink({ ...settings, onProblem });
    case "kafka":
      return KafkaSink.open({ ...settings, onProblem });
    default:
      return settings satisfies never;
  }
}
