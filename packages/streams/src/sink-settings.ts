import { type DataObject, own } from "@addendum/json-schema";
import { count, text } from "./value-schemas.ts";

/** Where events are written. */
export type SinkSettings =
  | {
      readonly kind: "file";
      readonly directory: string;
      readonly fsync: "each" | "interval" | "never";
      readonly rotateBytes: number;
      readonly bufferBytes: number;
      readonly compress: boolean;
    }
  | { readonly kind: "stdout" }
  | { readonly kind: "statsd"; readonly address: string }
  | KafkaSinkSettings;

/** Secrets are not in it, but where they are: see `readKafkaAccess`. */
export interface KafkaSinkSettings {
  readonly kind: "kafka";
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly hasty: boolean;
  readonly bufferBytes: number;
  readonly topics: TopicSettings;
  /** How long a request waits for the brokers, in seconds. */
  readonly patienceSeconds: number;
  readonly compression: "none" | "gzip";
  /** undefined: the connection is not encrypted; true: certificates of public authorities are believed. */
  readonly tls:
    | true
    | {
        readonly caFile?: string;
        readonly certFile?: string;
        readonly keyFile?: string;
        readonly serverName?: string;
      }
    | undefined;
  readonly sasl:
    | {
        readonly mechanism: "plain" | "scram-sha-256" | "scram-sha-512";
        readonly username?: string;
        readonly usernameVariable?: string;
        readonly passwordVariable?: string;
        readonly passwordFile?: string;
      }
    | undefined;
}

/** How `addendum deploy` makes the topics of a sink. */
export interface TopicSettings {
  /** Undefined: as many as the cluster's own default. */
  readonly partitions: number | undefined;
  /** Undefined: as many as the cluster's own default. */
  readonly replicas: number | undefined;
  /** How long messages are stored, unless their stream's events may be stored for less. */
  readonly retention: string;
}

/** The JSON Schema of one sink’s settings. */
export const sinkSchema: DataObject = {
  type: "object",
  additionalProperties: false,
  required: ["kind"],
  properties: {
    kind: { enum: ["file", "stdout", "kafka", "statsd"] },
    directory: { ...text, description: "file: the directory of the files, below that of --out." },
    fsync: {
      enum: ["each", "interval", "never"],
      description:
        "file: when written events are flushed to disk. each: before the request is answered; interval (default): within a second; never: when the operating system decides.",
    },
    rotateBytes: count("file: the size at which a new file is started.", 1024),
    compress: {
      type: "boolean",
      description: "file: whether files are compressed with gzip once they are finished.",
    },
    brokers: {
      type: "array",
      items: text,
      minItems: 1,
      description: "kafka: host:port of some brokers.",
    },
    address: { type: "string", pattern: "^[^:]+:\\d{1,5}$", description: "statsd: host:port." },
    clientId: { ...text, description: "kafka: the client id of the intake." },
    patienceSeconds: count("kafka: how many seconds a request waits for the brokers. Default: 8."),
    compression: {
      enum: ["none", "gzip"],
      description: "kafka: how messages are compressed; none by default.",
    },
    tls: {
      anyOf: [
        { const: true },
        {
          type: "object",
          additionalProperties: false,
          properties: {
            caFile: {
              ...text,
              description: "A file of trusted CA certificates, instead of the public ones.",
            },
            certFile: { ...text, description: "The intake's own certificate." },
            keyFile: { ...text, description: "Its private key; only its owner and group may read the file." },
            serverName: { ...text, description: "The server name that the brokers' certificates must have." },
          },
          dependencies: { certFile: ["keyFile"], keyFile: ["certFile"] },
        },
      ],
      description: "kafka: encrypts the connection: true, or certificate files relative to streams.yaml.",
    },
    sasl: {
      type: "object",
      additionalProperties: false,
      required: ["mechanism"],
      properties: {
        mechanism: { enum: ["plain", "scram-sha-256", "scram-sha-512"] },
        username: text,
        usernameVariable: { ...text, description: "The environment variable that contains the user name." },
        passwordVariable: { ...text, description: "The environment variable that contains the password." },
        passwordFile: {
          ...text,
          description: "A file that contains the password; only its owner and group may read it.",
        },
      },
      allOf: [
        { oneOf: [{ required: ["username"] }, { required: ["usernameVariable"] }] },
        { oneOf: [{ required: ["passwordVariable"] }, { required: ["passwordFile"] }] },
      ],
      description: "kafka: how the intake authenticates. The password itself is never in this file.",
    },
    hasty: {
      type: "boolean",
      description: "kafka: for `?hasty` requests, do not wait for the broker either.",
    },
    bufferBytes: count("kafka, file: how many bytes may be queued for writing.", 1024),
    topics: {
      type: "object",
      additionalProperties: false,
      properties: {
        partitions: count("Partitions of a topic. Default: that of the cluster."),
        replicas: count("Copies of a topic, on different brokers. Default: that of the cluster."),
        retention: {
          ...text,
          description:
            "How long messages are stored, such as “7 days” (default), but never longer than the stream's events.",
        },
      },
      description: "kafka: how `addendum deploy` creates topics. Existing topics are only compared.",
    },
  },
};

/**
 * The sinks that `sinks:` names, and those that need no naming.
 * @param given valid under {@link sinkSchema}, one by one
 */
export function readSinks(given: DataObject): ReadonlyMap<string, SinkSettings> {
  const sinks = new Map<string, SinkSettings>([
    ["file", sinkSettings({ kind: "file" })],
    ["stdout", { kind: "stdout" }],
  ]);
  for (const [name, one] of Object.entries(given)) {
    sinks.set(name, sinkSettings(one as DataObject));
  }
  return sinks;
}

function sinkSettings(given: DataObject): SinkSettings {
  const value = <T>(key: string, fallback: T) => (own(given, key) as T | undefined) ?? fallback;
  const bufferBytes = value("bufferBytes", 32 * 1024 * 1024);
  switch (given["kind"]) {
    case "kafka":
      return {
        kind: "kafka",
        brokers: value<readonly string[]>("brokers", []),
        clientId: value("clientId", "addendum-intake"),
        hasty: value("hasty", true),
        bufferBytes,
        topics: topicSettings(value<DataObject>("topics", {})),
        patienceSeconds: value("patienceSeconds", 8),
        compression: value<KafkaSinkSettings["compression"]>("compression", "none"),
        tls: own(given, "tls") as KafkaSinkSettings["tls"],
        sasl: own(given, "sasl") as KafkaSinkSettings["sasl"],
      };
    case "stdout":
      return { kind: "stdout" };
    case "statsd":
      return { kind: "statsd", address: value("address", "127.0.0.1:8125") };
    default:
      return {
        kind: "file",
        directory: value("directory", ""),
        fsync: value("fsync", "interval"),
        rotateBytes: value("rotateBytes", 256 * 1024 * 1024),
        bufferBytes,
        compress: value("compress", false),
      };
  }
}

function topicSettings(given: DataObject): TopicSettings {
  const number = (key: string) => own(given, key) as number | undefined;
  return {
    partitions: number("partitions"),
    replicas: number("replicas"),
    retention: (own(given, "retention") as string | undefined) ?? "7 days",
  };
}
