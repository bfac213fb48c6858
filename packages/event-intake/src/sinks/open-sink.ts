import { resolve } from "node:path";
import { readKafkaAccess, type SinkSettings } from "@addendum/streams";
import { secretsBeside } from "@addendum/workspace";
import { FileSink } from "./file-sink.ts";
import { KafkaSink } from "./kafka-sink.ts";
import type { Sink } from "./sink.ts";
import { StatsdSink } from "./statsd-sink.ts";
import { StreamSink } from "./stdout-sink.ts";

/** What sinks need of the intake. */
export interface SinkSurroundings {
  /** The directory that events are written below, absolute. */
  readonly out: string;
  /** The directory that files which settings name start from, absolute. */
  readonly directory: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Milliseconds that only grow. */
  readonly monotonic: () => number;
  /** Is called with what goes wrong without a request: for the log. */
  readonly onProblem: (message: string) => void;
}

/** Opens the sink that settings describe. Throws where it cannot be. */
export async function openSink(
  settings: SinkSettings,
  { out, directory, now, monotonic, onProblem }: SinkSurroundings,
): Promise<Sink> {
  switch (settings.kind) {
    case "file":
      return FileSink.open({
        ...settings,
        directory: resolve(out, settings.directory),
        now,
        monotonic,
        onProblem,
      });
    case "stdout":
      return new StreamSink(process.stdout);
    case "statsd":
      return new StatsdSink({ ...settings, onProblem });
    case "kafka":
      return KafkaSink.open({
        ...settings,
        access: readKafkaAccess(settings, secretsBeside(directory)),
        monotonic,
        onProblem,
      });
    default:
      return settings satisfies never;
  }
}
