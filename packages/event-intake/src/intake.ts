import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { IntakeLimits, SinkSettings, StreamsConfiguration } from "@addendum/streams";
import { EventProcessor } from "./process/event-processor.ts";
import { makeServer } from "./http/server.ts";
import type { Flavour } from "./judge/event-schema.ts";
import { RequestFields } from "./judge/fill-request-fields.ts";
import { Hasher } from "./judge/hasher.ts";
import { Judge } from "./judge/judge.ts";
import { SchemaStore } from "./judge/schema-store.ts";
import { openSink } from "./sinks/open-sink.ts";
import type { Sink } from "./sinks/sink.ts";
import { Log } from "./telemetry/log.ts";
import { Metrics } from "./telemetry/metrics.ts";
import { ErrorReporter, errorTitle } from "./write/error-reporter.ts";
import { EventWriter } from "./write/event-writer.ts";

export interface IntakeOptions {
  /** The directory that holds the schemas, absolute. */
  readonly schemas: string;
  readonly contentTypes: readonly string[];
  readonly streams: StreamsConfiguration;
  /** The directory that paths in the streams' configuration start from, absolute. */
  readonly directory: string;
  /** The directory that events are written below, absolute. */
  readonly out: string;
  readonly flavour: Flavour;
  readonly version: string;
  readonly log: (level: "info" | "warn", message: string) => void;
}

/** A running intake. */
export interface Intake {
  /** Listens, and tells its address. */
  listen(port: number, host: string): Promise<string>;
  /** Takes nothing more, and is kept when everything that it took is answered and written. */
  close(): Promise<void>;
}

const ourLimits: IntakeLimits = {
  bodyBytes: 4 * 1024 * 1024,
  batch: 10_000,
  depth: 64,
  stringLength: 1024 * 1024,
  concurrentRequests: 2000,
  requestSeconds: 30,
  connections: 20_000,
};

/** Source: EventGate 1.8.4, `max_body_size`. */
const eventGateLimits: Partial<IntakeLimits> = { bodyBytes: 100 * 1024 };

/** Makes an intake; it does not listen yet. Throws where its sinks cannot be opened. */
export async function createIntake(options: IntakeOptions): Promise<Intake> {
  const { streams, flavour, directory } = options;
  const { intake } = streams;
  const log = new Log(options.log);
  const isCompatible = flavour === "eventgate-1.8";
  const limits = { ...ourLimits, ...(isCompatible && eventGateLimits), ...intake.limits };
  const now = () => Date.now();
  const monotonic = () => performance.now();
  const store = new SchemaStore({
    directory: options.schemas,
    contentTypes: options.contentTypes,
    flavour,
    onProblem: (uri, reason) => log.once(`${uri} cannot judge events: ${reason}`),
  });
  const canaries = [...streams.streams].filter(([, { canary }]) => canary).map(([name]) => name);
  const metrics = new Metrics(intake.name, canaries, monotonic);
  const hasError = !isCompatible && store.newest(errorTitle) !== undefined;
  const errorStream = intake.errorStream ?? (hasError ? `${intake.name}.error.validation` : false);
  const sinks = new Map<string, Sink>();
  for (const [name, settings] of usedSinks(streams)) {
    sinks.set(
      name,
      await openSink(settings, { out: options.out, now, onProblem: (message) => log.warn(message) }),
    );
  }
  const { keyFile, rotateMs } = intake.hashing;
  const secret = keyFile === undefined ? randomBytes(32) : readFileSync(resolve(directory, keyFile));
  const hasher = new Hasher(secret, rotateMs);
  const reporter = new ErrorReporter({
    errorStream: errorStream === false ? undefined : errorStream,
    store,
    streams,
    sinks,
    hasher,
    metrics,
    log,
  });
  const requestFields = new RequestFields(intake.headers);
  const judge = new Judge({ flavour, store, streams, sinks, requestFields, hasher, metrics, log });
  const writer = new EventWriter(metrics, log);
  const processor = new EventProcessor({ judge, writer, reporter, sinks });
  let isClosing = false;
  const server = await makeServer({
    limits,
    streams,
    processor,
    isCompatible,
    metrics,
    log,
    info: {
      name: intake.name,
      version: options.version,
      description: "Validates events and writes them to where they are kept.",
      homepage: "https://github.com/addendum-project/addendum",
    },
    notReady: () => (isClosing ? "it is closing" : undefined),
    now,
    monotonic,
  });
  return {
    listen: (port, host) => server.listen({ port, host, backlog: 4096 }),
    async close() {
      isClosing = true;
      await server.close();
      await processor.settle();
      for (const sink of sinks.values()) await sink.close();
      log.close();
    },
  };
}

/** The sinks that streams name; those that nobody uses are not opened. */
function usedSinks(streams: StreamsConfiguration): [string, SinkSettings][] {
  const names = new Set(
    [streams.defaults, ...streams.streams.values(), ...streams.patterns.map(({ settings }) => settings)].map(
      ({ sink }) => sink,
    ),
  );
  return [...streams.sinks].filter(([name]) => names.has(name));
}
