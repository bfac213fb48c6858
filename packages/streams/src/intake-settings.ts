import { type Data, type DataObject, own } from "@addendum/json-schema";
import { count, text } from "./value-schemas.ts";

/** Sizes in bytes and UTF-16 units. */
export interface IntakeLimits {
  /** Of a body, after decompression. */
  readonly bodyBytes: number;
  /** Events in one request. */
  readonly batch: number;
  /** The nesting depth of an event. */
  readonly depth: number;
  /** Of one string or name. */
  readonly stringLength: number;
  readonly concurrentRequests: number;
  readonly requestSeconds: number;
  readonly connections: number;
  /** Of all bodies together that are being received. */
  readonly receivingBytes: number;
  /** How long shutdown may wait for clients that still send or read. */
  readonly drainSeconds: number;
}

export interface IntakeSettings {
  readonly name: string;
  /** undefined: the intake's own choice; false: none. */
  readonly errorStream: string | false | undefined;
  readonly testEvents: readonly Data[];
  readonly headers: Readonly<Record<string, string>> | undefined;
  readonly trustedProxies: readonly string[] | undefined;
  readonly rateLimit: { readonly requests: number; readonly seconds: number } | undefined;
  /** Whose pages may send cookies along. */
  readonly allowedOrigins: readonly string[] | undefined;
  /** Where `/metrics` is, if not where events are received. */
  readonly metrics: { readonly port: number; readonly host: string } | undefined;
  /** Events with the `meta.id` of one that was written within the window. */
  readonly duplicates: { readonly windowMs: number; readonly isDropped: boolean };
  /** Those that were set. */
  readonly limits: Partial<IntakeLimits>;
  readonly hashing: { readonly keyFile: string | undefined; readonly rotateMs: number };
}

/** The JSON Schema of the settings of the intake itself. */
export const intakeSchema: DataObject = {
  type: "object",
  additionalProperties: false,
  properties: {
    name: { ...text, description: "The intake's name in error events and metrics." },
    errorStream: {
      anyOf: [{ type: "string", minLength: 1 }, { const: false }],
      description: "The stream for error events, whose schema is /error; false: no error events.",
    },
    testEvents: {
      type: "array",
      items: { type: "object" },
      minItems: 1,
      description: "What GET /v1/_test/events submits.",
    },
    headers: {
      type: "object",
      additionalProperties: text,
      description: "Request header → the event field that gets its value.",
    },
    trustedProxies: {
      type: "array",
      items: text,
      minItems: 1,
      description:
        "Addresses or networks of proxies whose X-Forwarded-For is trusted when requests are rate-limited.",
    },
    rateLimit: {
      type: "object",
      additionalProperties: false,
      required: ["requests", "seconds"],
      properties: {
        requests: count("The number of requests that one address may send"),
        seconds: count("The period for that number, in seconds."),
      },
      description: "Limits requests per address. Default: no limit.",
    },
    allowedOrigins: {
      type: "array",
      items: { type: "string", pattern: "^https?://[^/\\s]+$" },
      minItems: 1,
      description:
        "Origins whose pages may send events with credentials, as JSON beacons do: https://www.example.org.",
    },
    metrics: {
      type: "object",
      additionalProperties: false,
      required: ["port"],
      properties: {
        port: { type: "integer", minimum: 0, maximum: 65535, description: "The port for /metrics only." },
        host: { ...text, description: "The address to listen on. Default: 127.0.0.1." },
      },
      description: "Serves /metrics on a separate port. Default: on the port that receives events.",
    },
    duplicates: {
      type: "object",
      additionalProperties: false,
      properties: {
        window: {
          type: "string",
          pattern: "^[1-9]\\d{0,4} (seconds?|minutes?|hours?)$",
          description: "How long an event's meta.id is remembered. Default: “10 minutes”.",
        },
        drop: {
          type: "boolean",
          description:
            "Whether a duplicate is accepted without being written again. Default: false; it is written and counted.",
        },
      },
      description: "How events that are sent twice are handled. They are recognized by meta.id.",
    },
    limits: {
      type: "object",
      additionalProperties: false,
      properties: {
        bodyBytes: count("The size of a body, after decompression.", 1024),
        batch: count("Events in one request."),
        depth: count("The nesting depth of an event."),
        stringLength: count("The length of a string, in UTF-16 units."),
        concurrentRequests: count("Requests that are handled at the same time."),
        requestSeconds: count("How long a client may take to send a request."),
        connections: count("Connections at once."),
        receivingBytes: count("The total size of all bodies that are being received.", 1024),
        drainSeconds: count("How long shutdown may wait for clients that still send or read."),
      },
    },
    hashing: {
      type: "object",
      additionalProperties: false,
      properties: {
        keyFile: {
          ...text,
          description:
            "A file with a secret key, relative to streams.yaml. Without it, each start creates a new key, so hashes from before and after cannot be linked.",
        },
        rotate: {
          type: "string",
          pattern: "^[1-9]\\d{0,4} (hours?|days?)$",
          description: "How long a value has the same hash. Default: “1 day”.",
        },
      },
    },
  },
  description: "The intake itself.",
};

/** @param given valid under {@link intakeSchema} */
export function readIntakeSettings(given: DataObject): IntakeSettings {
  const value = <T>(key: string) => own(given, key) as T | undefined;
  const hashing = value<DataObject>("hashing") ?? {};
  const [, amount = "1", unit = "day"] =
    /^(\d+) (hour|day)/.exec(String(own(hashing, "rotate") ?? "1 day")) ?? [];
  return {
    name: value("name") ?? "addendum-intake",
    errorStream: value("errorStream"),
    testEvents: value("testEvents") ?? [],
    headers: value("headers"),
    trustedProxies: value("trustedProxies"),
    rateLimit: value("rateLimit"),
    allowedOrigins: value("allowedOrigins"),
    metrics: metricsAddress(value("metrics")),
    duplicates: readDuplicates(value("duplicates") ?? {}),
    limits: value("limits") ?? {},
    hashing: {
      keyFile: own(hashing, "keyFile") as string | undefined,
      rotateMs: Number(amount) * (unit === "hour" ? 3_600_000 : 86_400_000),
    },
  };
}

function metricsAddress(given: DataObject | undefined): IntakeSettings["metrics"] {
  if (given === undefined) return undefined;
  return {
    port: own(given, "port") as number,
    host: (own(given, "host") as string | undefined) ?? "127.0.0.1",
  };
}

const unitMs: Readonly<Record<string, number>> = { second: 1000, minute: 60_000, hour: 3_600_000 };

function readDuplicates(given: DataObject): IntakeSettings["duplicates"] {
  const [, amount = "10", unit = "minute"] =
    /^(\d+) (second|minute|hour)/.exec(String(own(given, "window") ?? "10 minutes")) ?? [];
  return { windowMs: Number(amount) * (unitMs[unit] ?? 0), isDropped: own(given, "drop") === true };
}
