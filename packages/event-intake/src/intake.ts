import { randomBytes } from "node:crypto";
import type { AddressInfo } from "node:net";
import { resolve } from "node:path";
import type { IntakeLimits, SinkSettings, StreamsConfiguration } from "@addendum/streams";
import { EventProcessor } from "./process/event-processor.ts";
import { RecentEventShowing } from "./process/recent-event-showing.ts";
import { makeServer } from "./http/server.ts";
import { closeWithin } from "./http/close.ts";
import { makeMetricsServer } from "./http/metrics-server.ts";
import type { SiteHandler } from "./http/site-handler.ts";
import type { Flavour } from "./judge/event-schema.ts";
import { RequestFields } from "./judge/fill-request-fields.ts";
import { Hasher } from "./judge/hasher.ts";
import { Duplicates } from "./judge/duplicates.ts";
import { CompileTime } from "./judge/compile-time.ts";
import { Judge } from "./judge/judge.ts";
import { readKeyFile } from "./judge/key-file.ts";
import { SchemaStore } from "./judge/schema-store.ts";
import { SchemaWarmer } from "./judge/schema-warmer.ts";
import { type LiveOptions, LiveView } from "./live/live-view.ts";
import { openSink } from "./sinks/open-sink.ts";
import { RawEventStore } from "./sinks/raw-event-store.ts";
import type { Sink } from "./sinks/sink.ts";
import { Log } from "./telemetry/log.ts";
import { Metrics } from "./telemetry/metrics.ts";
import { RecentEvents } from "./telemetry/recent-events.ts";
import { ErrorReporter, errorTitle } from "./write/error-reporter.ts";
import { EventWriter } from "./write/event-writer.ts";

export interface IntakeOptions {
  /** The directory that contains the schemas, absolute. */
  readonly schemas: string;
  readonly contentTypes: readonly string[];
  readonly streams: StreamsConfiguration;
  /** The directory that paths in the streams' configuration start from, absolute. */
  readonly directory: string;
  /** The directory that events are written below, absolute. */
  readonly out: string;
  readonly flavour: Flavour;
  readonly version: string;
  /** What is served where none of the intake's own routes answers. */
  readonly site?: SiteHandler | undefined;
  /** Whether `/v1/_dev/…` shows what was sent: for tests, on loopback. */
  readonly isDevelopment?: boolean;
  /** Shows events as they come at `/live/`; undefined: there is no live view. */
  readonly live?: LiveOptions | undefined;
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
  receivingBytes: 256 * 1024 * 1024,
  drainSeconds: 10,
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
  const compileTime = new CompileTime(monotonic);
  const { schemas, contentTypes } = options;
  const store = new SchemaStore({
    directory: schemas,
    contentTypes,
    flavour,
    compileTime,
    onProblem: (uri, reason) => log.once("schema", `${uri} cannot validate events: ${reason}`),
  });
  const canaries = [...streams.streams].filter(([, { canary }]) => canary).map(([name]) => name);
  const metrics = new Metrics(intake.name, canaries, monotonic, streams.streams.keys());
  metrics.collectProcess();
  const hasError = !isCompatible && store.newest(errorTitle) !== undefined;
  const errorStream = intake.errorStream ?? (hasError ? `${intake.name}.error.validation` : false);
  const sinks = new Map<string, Sink>();
  for (const [name, settings] of usedSinks(streams)) {
    sinks.set(
      name,
      await openSink(settings, {
        out: options.out,
        directory,
        now,
        monotonic,
        onProblem: (message) => log.warn(message),
      }),
    );
  }
  addSinkGauges(metrics, sinks, monotonic);
  const { keyFile, rotateMs } = intake.hashing;
  const secret = keyFile === undefined ? randomBytes(32) : readKeyFile(resolve(directory, keyFile));
  const hasher = new Hasher(secret, rotateMs);
  const reporter = new ErrorReporter({
    errorStream: errorStream === false ? undefined : errorStream,
    store,
    streams,
    sinks,
    hasher,
    rawStores: new Map(
      usedSinks(streams).flatMap(([name, settings]) =>
        settings.kind === "file"
          ? [[name, new RawEventStore(resolve(options.out, settings.directory))] as const]
          : [],
      ),
    ),
    metrics,
    log,
  });
  const requestFields = new RequestFields(intake.headers);
  const duplicates = new Duplicates(intake.duplicates.windowMs, monotonic());
  const judge = new Judge({
    flavour,
    store,
    streams,
    sinks,
    requestFields,
    hasher,
    metrics,
    log,
    duplicates,
  });
  const writer = new EventWriter(metrics, log, (stream, id) => duplicates.add(stream, id, monotonic()));
  const recent = options.isDevelopment === true ? new RecentEvents() : undefined;
  const live =
    options.live &&
    new LiveView(options.live, {
      store,
      metrics,
      errorStream: errorStream === false ? undefined : errorStream,
      now,
      monotonic,
    });
  const processor = new EventProcessor({
    judge,
    writer,
    reporter,
    sinks,
    recent: recent && { events: recent, showing: new RecentEventShowing(streams, hasher) },
    observer: live?.events,
  });
  const warmer = new SchemaWarmer({
    store,
    compileTime,
    directory: schemas,
    contentTypes,
    titles: titlesOf(streams, errorStream === false ? [] : [errorTitle]),
    now: monotonic,
  });
  const metricsServer = makeMetricsServer(metrics);
  let isClosing = false;
  const { server, overload } = await makeServer({
    limits,
    streams,
    processor,
    isCompatible,
    metrics,
    log,
    schemas: warmer,
    recent,
    live,
    store,
    info: {
      name: intake.name,
      version: options.version,
      description: "Validates events and writes them to their sinks.",
      homepage: "https://github.com/addendum-project/addendum",
    },
    isClosing: () => isClosing,
    async notReady() {
      if (isClosing) return "it is closing";
      return warmer.notReady ?? (await findProblem(sinks));
    },
    site: options.site,
    now,
    monotonic,
  });
  return {
    async listen(port, host) {
      const address = await server.listen({ port, host, backlog: 4096 });
      if (intake.metrics !== undefined) {
        const { port: own, host: at } = intake.metrics;
        await new Promise<void>((done, fail) => metricsServer.once("error", fail).listen(own, at, done));
        const { port: bound } = metricsServer.address() as AddressInfo;
        log.info(`Metrics are at http://${at}:${bound}/metrics.`);
      }
      warmer.start();
      return address;
    },
    async close() {
      isClosing = true;
      warmer.stop();
      live?.close();
      await closeWithin(limits.drainSeconds * 1000, {
        server,
        isBusy: () => overload.count > 0,
        settle: async () => {
          await processor.settle();
          await Promise.all([...sinks.values()].map((sink) => sink.close()));
        },
        onLate: (what) => log.warn(what),
        monotonic,
      });
      metricsServer.close();
      metricsServer.closeAllConnections();
      log.close();
    },
  };
}

function addSinkGauges(metrics: Metrics, sinks: ReadonlyMap<string, Sink>, monotonic: () => number): void {
  const each = (value: (sink: Sink) => number | undefined) => () =>
    [...sinks].map(([sink, one]) => ({ labels: { sink }, value: value(one) ?? 0 }));
  metrics.addGauge(
    "addendum_sink_waiting_bytes",
    "Bytes that are queued for a sink.",
    ["sink"],
    each(({ waitingBytes }) => waitingBytes),
  );
  metrics.addGauge(
    "addendum_sink_lag_seconds",
    "How long the oldest queued write of a sink has been waiting.",
    ["sink"],
    each(({ oldestSince }) => (oldestSince === undefined ? 0 : (monotonic() - oldestSince) / 1000)),
  );
}

/** Why a sink cannot write; undefined: all can. */
async function findProblem(sinks: ReadonlyMap<string, Sink>): Promise<string | undefined> {
  for (const [name, sink] of sinks) {
    const problem = await sink.problem?.();
    if (problem !== undefined) return `the sink “${name}” cannot write: ${problem}`;
  }
  return undefined;
}

/** The titles whose schemas are used first. */
function titlesOf({ streams, patterns }: StreamsConfiguration, more: readonly string[]): string[] {
  const settings = [...streams.values(), ...patterns.map((one) => one.settings)];
  return [...new Set([...settings.flatMap(({ title }) => title ?? []), ...more])];
}

/** The sinks that streams name; others are not opened. */
function usedSinks(streams: StreamsConfiguration): [string, SinkSettings][] {
  const names = new Set(
    [streams.defaults, ...streams.streams.values(), ...streams.patterns.map(({ settings }) => settings)].map(
      ({ sink }) => sink,
    ),
  );
  return [...streams.sinks].filter(([name]) => names.has(name));
}
