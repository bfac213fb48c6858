import { type DataObject, compilePattern, isObject, join, matchesPattern, own } from "@addendum/json-schema";
import {
  type ConfigurationProblem,
  findConfigurationProblem,
  type InvalidConfiguration,
  invalidAt,
  parseConfigurationObject,
} from "@addendum/schema-repository";
import { type IntakeSettings, readIntakeSettings } from "./intake-settings.ts";
import { readSinks, type SinkSettings } from "./sink-settings.ts";
import { defaultStreamSettings, type StreamSettings } from "./stream-settings.ts";
import { streamsSchema } from "./streams-schema.ts";
import { topicOf } from "./topics.ts";

/** What `streams.yaml` decides, complete. */
export interface StreamsConfiguration {
  /** Whether there is a `streams.yaml`: without one every stream is accepted. */
  readonly isClosed: boolean;
  /** Every stream that is named, in the order of the file. */
  readonly streams: ReadonlyMap<string, StreamSettings>;
  /** Regular expressions, without their slashes, in the order of the file. */
  readonly patterns: readonly { readonly pattern: string; readonly settings: StreamSettings }[];
  readonly services: ReadonlyMap<string, string>;
  readonly sinks: ReadonlyMap<string, SinkSettings>;
  readonly intake: IntakeSettings;
  /** What holds for streams that are not named. */
  readonly defaults: StreamSettings;
}

export type StreamsResult =
  { readonly kind: "configuration"; readonly configuration: StreamsConfiguration } | InvalidConfiguration;

/** The configuration without a `streams.yaml`: every stream is accepted, with every schema. */
export const openConfiguration: StreamsConfiguration = settle({ version: 1 }, false);

/** The settings of a stream: those of its name, else of the first expression that matches; undefined: it is unknown. */
export function findStream(configuration: StreamsConfiguration, name: string): StreamSettings | undefined {
  const exact = configuration.streams.get(name);
  if (exact !== undefined) return exact;
  for (const { pattern, settings } of configuration.patterns) {
    if (matchesPattern(pattern, name, "") === true) return settings;
  }
  return configuration.isClosed ? undefined : configuration.defaults;
}

/** Reads `streams.yaml`. */
export function parseStreams(text: string): StreamsResult {
  const parsed = parseConfigurationObject(text);
  if (parsed.kind === "invalid") return parsed;
  const { data } = parsed;
  const problem = findConfigurationProblem(streamsSchema, data) ?? inconsistency(data);
  if (problem !== undefined) return invalidAt(text, problem);
  return { kind: "configuration", configuration: settle(data, true) };
}

/** What no JSON Schema says: names that have no target, and expressions that are none. */
function inconsistency(data: DataObject): ConfigurationProblem | undefined {
  const sinks = ["file", "stdout", ...Object.keys(objectAt(data, "sinks"))];
  for (const [name, sink] of Object.entries(objectAt(data, "sinks"))) {
    if (isObject(sink) && sink["kind"] === "kafka" && sink["brokers"] === undefined) {
      return { pointer: join("/sinks", name), message: `“sinks.${name}” lacks brokers.` };
    }
  }
  const services = ["local", ...Object.keys(objectAt(data, "services"))];
  const all = [
    ...(Object.hasOwn(data, "defaults") ? [["/defaults", data["defaults"]] as const] : []),
    ...Object.entries(objectAt(data, "streams")).map(([name, one]) => [join("/streams", name), one] as const),
  ];
  for (const [pointer, settings] of all) {
    for (const [key, known] of [
      ["sink", sinks],
      ["service", services],
    ] as const) {
      const named = isObject(settings) ? own(settings, key) : undefined;
      if (typeof named === "string" && !known.includes(named)) {
        const message = `there is no ${key} “${named}”. There are: ${known.join(", ")}.`;
        return { pointer: `${pointer}/${key}`, message };
      }
    }
  }
  for (const name of Object.keys(objectAt(data, "streams"))) {
    const pointer = join("/streams", name);
    const pattern = expressionIn(name);
    if (pattern !== undefined) {
      const compiled = compilePattern(pattern, "");
      if (compiled.kind === "language" || compiled.kind === "counted") continue;
      return { pointer, isKey: true, message: `${name} cannot be used: ${compiled.reason}.` };
    }
    if (!/^[A-Za-z0-9._/-]{1,249}$/.test(name)) {
      const message = `“${name}” is not a valid stream name: use letters, digits, “.”, “_”, “-” and “/”, at most 249 of them.`;
      return { pointer, isKey: true, message };
    }
  }
  return sharedTopic(data);
}

/**
 * Streams whose events would be mixed up: names differ in what a topic cannot hold. Kafka itself refuses a topic whose
 * name differs from another one's in `.` and `_` only. Source: Kafka, `Topic.hasCollision`.
 */
function sharedTopic(data: DataObject): ConfigurationProblem | undefined {
  const { streams, sinks } = settle(data, true);
  const found = new Map<string, string>();
  for (const [name, settings] of streams) {
    const topic = topicOf(name, settings, "");
    const isKafka = sinks.get(settings.sink)?.kind === "kafka";
    const keys = [`exactly ${topic}`, ...(isKafka ? [`${settings.sink} ${topic.replaceAll(".", "_")}`] : [])];
    const other = keys.map((key) => found.get(key)).find((one) => one !== undefined);
    if (other !== undefined) {
      const message = `“${name}” and “${other}” would share the topic “${topic}”.`;
      return { pointer: join("/streams", name), isKey: true, message };
    }
    for (const key of keys) found.set(key, name);
  }
  return undefined;
}

function expressionIn(name: string): string | undefined {
  return name.length > 2 && name.startsWith("/") && name.endsWith("/") ? name.slice(1, -1) : undefined;
}

function objectAt(data: DataObject, key: string): DataObject {
  const value = own(data, key);
  return isObject(value) ? value : {};
}

function settle(data: DataObject, isClosed: boolean): StreamsConfiguration {
  const defaults = { ...defaultStreamSettings, ...objectAt(data, "defaults") } as StreamSettings;
  const streams = new Map<string, StreamSettings>();
  const patterns: { pattern: string; settings: StreamSettings }[] = [];
  for (const [name, one] of Object.entries(objectAt(data, "streams"))) {
    const own = one as Partial<StreamSettings>;
    const privacy = { ...defaults.privacy, ...own.privacy };
    const settings: StreamSettings = { ...defaults, ...own, privacy };
    const pattern = expressionIn(name);
    if (pattern === undefined) streams.set(name, settings);
    else patterns.push({ pattern, settings });
  }
  const services = new Map(Object.entries(objectAt(data, "services")) as [string, string][]);
  return {
    isClosed,
    streams,
    patterns,
    services,
    sinks: readSinks(objectAt(data, "sinks")),
    defaults,
    intake: readIntakeSettings(objectAt(data, "intake")),
  };
}
