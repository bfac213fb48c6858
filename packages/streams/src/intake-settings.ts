import { type Data, type DataObject, own } from "@addendum/json-schema";
import { count, text } from "./value-schemas.ts";

/** Sizes in bytes and UTF-16 units. */
export interface IntakeLimits {
  /** Of a body, after decompression. */
  readonly bodyBytes: number;
  /** Events in one request. */
  readonly batch: number;
  /** How deep an event is nested. */
  readonly depth: number;
  /** Of one string or name. */
  readonly stringLength: number;
  readonly concurrentRequests: number;
  readonly requestSeconds: number;
  readonly connections: number;
  /** Of all bodies together that are being received. */
  readonly receivingBytes: number;
  /** How long ending may take, anyone who still sends or does not read. */
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
    name: { ...text, description: "What it calls itself, in error events and metrics." },
    errorStream: {
      anyOf: [{ type: "string", minLength: 1 }, { const: false }],
      description: "The stream of error events, of schema /error; false: none.",
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
      description: "Request header → the field that it fills.",
    },
    trustedProxies: {
      type: "array",
      items: text,
      minItems: 1,
      description: "Addresses or networks whose X-Forwarded-For is believed when requests are limited.",
    },
    rateLimit: {
      type: "object",
      additionalProperties: false,
      required: ["requests", "seconds"],
      properties: {
        requests: count("How many requests an address may send"),
        seconds: count("in that many seconds."),
      },
      description: "Off where it is absent.",
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
        port: { type: "integer", minimum: 0, maximum: 65535, description: "The port of /metrics alone." },
        host: { ...text, description: "The address that it listens at: 127.0.0.1 by default." },
      },
      description: "A port of its own for /metrics; without it /metrics is where events are received.",
    },
    duplicates: {
      type: "object",
      additionalProperties: false,
      properties: {
        window: {
          type: "string",
          pattern: "^[1-9]\\d{0,4} (seconds?|minutes?|hours?)$",
          description: "How long an event's meta.id is remembered: “10 minutes” by default.",
        },
        drop: {
          type: "boolean",
          description:
            "Whether an event that was written is accepted and not written again. Default: it is counted.",
        },
      },
      description: "Events that are sent again, by the meta.id that their sender gave them.",
    },
    limits: {
      type: "object",
      additionalProperties: false,
      properties: {
        bodyBytes: count("The size of a body, after decompression.", 1024),
        batch: count("Events in one request."),
        depth: count("How deep an event is nested."),
        stringLength: count("The length of a string, in UTF-16 units."),
        concurrentRequests: count("Requests that are being answered at once."),
        requestSeconds: count("How long a client may take to send a request."),
        connections: count("Connections at once."),
        receivingBytes: count("The size of all bodies together that are being received.", 1024),
        drainSeconds: count("How long ending may take, anyone who still sends or does not read."),
      },
    },
    hashing: {
      type: "object",
      additionalProperties: false,
      properties: {
        keyFile: {
          ...text,
          description:
            "A file with a secret, relative to streams.yaml. Without it a key is made at each start, and nothing can be linked across it.",
        },
        rotate: {
          type: "string",
          pattern: "^[1-9]\\d{0,4} (hours?|days?)$",
          description: "How long a value keeps its hash: “1 day” by default.",
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
